// Several files in one, as a ZIP archive without compression (PKWARE's APPNOTE 6.3.10): a browser saves one file at a time.

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names in UTF-8. */
const FLAGS = 0x0800;
/** Midnight of 1 January 1980, the earliest there is: the same files make the same archive. */
const DATE = 0x0021;
const VERSION = 20;

/** CRC-32 (ISO 3309) by its table of 256. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian numbers of so many bytes each. */
function packed(...numbers: [bytes: 2 | 4, value: number][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of numbers) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** For files that are small together: sizes and places have four bytes. */
export async function zip(files: readonly { name: string; content: Blob }[]): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const entries: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  const sizeOf = (pieces: readonly Uint8Array[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);
  for (const { name, content } of files) {
    const bytes = new Uint8Array(await content.arrayBuffer());
    const named = new TextEncoder().encode(name);
    const said: [2 | 4, number][] = [[2, VERSION], [2, FLAGS], [2, 0], [2, 0], [2, DATE], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, named.length], [2, 0]];
    const local = [packed([4, LOCAL], ...said), named, bytes];
    entries.push(packed([4, CENTRAL], [2, VERSION], ...said, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), named);
    parts.push(...local);
    at += sizeOf(local);
  }
  const end = packed([4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, sizeOf(entries)], [4, at], [2, 0]);
  return new Blob([...parts, ...entries, end], { type: "application/zip" });
}
