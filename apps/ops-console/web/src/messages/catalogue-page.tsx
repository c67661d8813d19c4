import { Grid, Stack, Text } from '@mantine/core';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useAsked } from '../session/ask.js';
import { useSpeech } from '../words/language.js';

interface Message {
  readonly key: string;
  readonly says: string;
  readonly template: { readonly name: string; readonly category: string; readonly language: string };
  readonly examples: readonly {
    readonly text: string;
    readonly choices: readonly string[];
    readonly paper: string | null;
    readonly asTemplate: string;
  }[];
}

/** Everything this office says to citizens, as it stands in the chat: to be read by those who answer for the words. */
export function CataloguePage() {
  const { say } = useSpeech();
  const catalogue = useAsked<{ messages: Message[] }>('catalogue', '/api/notification/catalogue');
  return (
    <Stack gap="sm">
      <PageTitle>{say('Katalog pesan', 'Message catalogue')}</PageTitle>
      <Text size="sm">
        {say(
          'Contoh dengan data rekaan. Kiri: dalam 24 jam sesudah warga menulis; kanan: sesudahnya, sebagai templat.',
          'Examples with invented data. Left: within 24 hours of the citizen’s message; right: after that, as a template.',
        )}
      </Text>
      <Part query={catalogue}>
        {({ messages }) => (
          <>
            {messages.map((message) => (
              <Section key={message.key} title={message.key}>
                <Text size="sm">
                  {message.says} {say('Templat', 'Template')} {message.template.name}, {message.template.category},{' '}
                  {message.template.language}
                </Text>
                {message.examples.map((example, nth) => (
                  <Grid key={nth} gap="xs" mt="xs" lang="id">
                    <Grid.Col span={{ base: 12, md: 6 }}>
                      <div className="bubble">
                        {example.paper !== null && <em>{example.paper} </em>}
                        <ChatText text={example.text} />
                        {example.choices.map((choice) => (
                          <div key={choice}>[{choice}]</div>
                        ))}
                      </div>
                    </Grid.Col>
                    <Grid.Col span={{ base: 12, md: 6 }}>
                      <div className="bubble">
                        <ChatText text={example.asTemplate} />
                      </div>
                    </Grid.Col>
                  </Grid>
                ))}
              </Section>
            ))}
          </>
        )}
      </Part>
    </Stack>
  );
}

/** A text as WhatsApp shows it: `*bold*` is bold. */
function ChatText({ text }: { readonly text: string }) {
  return <>{text.split(/\*([^*\n]+)\*/).map((piece, nth) => (nth % 2 === 1 ? <b key={nth}>{piece}</b> : piece))}</>;
}
