// A ZIP archive that depends on nothing but its files: names in order, one fixed time, nothing compressed, as a compressor's output may
// differ from version to version. After APPNOTE.TXT, section 4.

/** CRC-32 of ISO 3309, reflected. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 1 << 11;
/** Midnight, 1 January 1980: the first moment that the format knows. */
const [TIME, DATE] = [0, (1 << 5) | 1];

function fields(...pairs) {
  const buffer = Buffer.alloc(pairs.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of pairs) at = buffer.writeUIntLE(value, at, size);
  return buffer;
}

/** `files` maps names, with forward slashes, to bytes. */
export function zip(files) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const name of Object.keys(files).sort()) {
    const [path, bytes] = [Buffer.from(name), files[name]];
    const common = [[2, FLAGS], [2, 0], [2, TIME], [2, DATE], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
    const header = fields([4, 0x04034b50], [2, VERSION], ...common);
    bodies.push(header, path, bytes);
    directory.push(fields([4, 0x02014b50], [2, VERSION], [2, VERSION], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), path);
    offset += header.length + path.length + bytes.length;
  }
  const listing = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listing.length], [4, offset], [2, 0]);
  return Buffer.concat([...bodies, listing, end]);
}
