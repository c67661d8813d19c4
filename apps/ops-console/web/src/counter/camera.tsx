import { Alert, Button, Group, Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../words/language.js';

/** A document under the counter's camera: the picture is taken as it is, at the camera's full resolution. */
export function Camera({
  title,
  close,
  take,
}: {
  readonly title: string;
  readonly close: () => void;
  readonly take: (photo: Blob) => void;
}) {
  const { say } = useSpeech();
  const video = useRef<HTMLVideoElement>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isOver = false;
    const begin = async () => {
      const wanted = { video: { width: { ideal: 2560 }, facingMode: 'environment' } };
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      if (isOver) return stream.getTracks().forEach((track) => track.stop());
      if (video.current) video.current.srcObject = stream;
    };
    begin().catch(() => setMissing(true));
    return () => {
      isOver = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  const shoot = () => {
    const from = video.current;
    if (!from || from.videoWidth === 0) return;
    const canvas = document.createElement('canvas');
    canvas.width = from.videoWidth;
    canvas.height = from.videoHeight;
    canvas.getContext('2d')?.drawImage(from, 0, 0);
    canvas.toBlob(
      (photo) => {
        if (photo) take(photo);
        close();
      },
      'image/jpeg',
      0.92,
    );
  };
  return (
    <Modal opened onClose={close} title={title} size="xl" closeButtonProps={{ 'aria-label': say('Tutup', 'Close') }}>
      {isMissing ? (
        <Alert color="orange">
          {say('Kamera tidak dapat dipakai. Pilih file saja.', 'The camera cannot be used. Choose a file instead.')}
        </Alert>
      ) : (
        <>
          <video ref={video} autoPlay playsInline muted style={{ width: '100%' }} aria-label={title} />
          <Group mt="sm">
            <Button onClick={shoot}>{say('Ambil foto', 'Take the photo')}</Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
