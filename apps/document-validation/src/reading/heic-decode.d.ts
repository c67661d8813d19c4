// What is used of it; the package brings no types.
declare module 'heic-decode' {
  interface HeicImage {
    readonly width: number;
    readonly height: number;
    decode(): Promise<{ readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }>;
  }
  interface HeicImages extends ReadonlyArray<HeicImage> {
    dispose(): void;
  }
  const heic: { all(file: { readonly buffer: Uint8Array }): Promise<HeicImages> };
  export default heic;
}
