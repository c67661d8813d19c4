/** The two functions of the package that are used: it ships no types. Its own HTTP half knows no time-outs and is left alone. */
declare module 'ipp' {
  export interface IppMessage {
    readonly statusCode?: string;
    readonly [group: string]: unknown;
  }
  const ipp: {
    serialize(message: Record<string, unknown>): Buffer;
    parse(bytes: Buffer): IppMessage;
  };
  export default ipp;
}
