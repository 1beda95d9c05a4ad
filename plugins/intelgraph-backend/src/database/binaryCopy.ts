import { Bound } from './selectRows';

/** Type of a column, as PostgreSQL calls it. */
export type ColumnType = 'bigint' | 'integer' | 'smallint' | 'text' | 'bytea';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Signature, flags, length of the extension. */
const HEADER_BYTES = SIGNATURE.length + 8;
const FIRST_BYTES = 64 * 1024;

/**
 * Rows in the binary format of PostgreSQL's COPY: a header, then each row as the number of its fields and each field
 * as its length and its bytes, then the end.
 *
 * @param types - of the columns, in their order
 * @param values - of one row after the other
 * @see {@link https://www.postgresql.org/docs/current/sql-copy.html}
 */
export function binaryCopy(
  types: readonly ColumnType[],
  values: readonly Bound[],
): Buffer {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES);
  SIGNATURE.copy(buffer);
  buffer.fill(0, SIGNATURE.length, HEADER_BYTES);
  let at = HEADER_BYTES;
  /** Makes room for that many bytes, and the length before them. */
  const reserve = (bytes: number) => {
    if (at + bytes + 8 <= buffer.length) return;
    const larger = Buffer.allocUnsafe(
      Math.max(buffer.length * 2, at + bytes + 8),
    );
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };

  for (let index = 0; index < values.length; index += 1) {
    const column = index % types.length;
    if (column === 0) {
      reserve(2);
      at = buffer.writeInt16BE(types.length, at);
    }
    const value = values[index];
    if (value === null) {
      reserve(0);
      at = buffer.writeInt32BE(-1, at);
    } else if (typeof value === 'string') {
      // At most three bytes a UTF-16 code unit.
      reserve(value.length * 3);
      const written = buffer.write(value, at + 4);
      buffer.writeInt32BE(written, at);
      at += 4 + written;
    } else if (typeof value === 'number') {
      reserve(8);
      at = writeNumber(buffer, at, types[column], value);
    } else {
      reserve(value.length);
      at = buffer.writeInt32BE(value.length, at);
      value.copy(buffer, at);
      at += value.length;
    }
  }
  reserve(2);
  at = buffer.writeInt16BE(-1, at);
  return buffer.subarray(0, at);
}

function writeNumber(
  buffer: Buffer,
  at: number,
  type: ColumnType,
  value: number,
): number {
  switch (type) {
    case 'bigint': {
      // In two halves: BigInt would cost more than all the rest.
      buffer.writeInt32BE(8, at);
      buffer.writeInt32BE(Math.floor(value / 2 ** 32), at + 4);
      return buffer.writeUInt32BE(value >>> 0, at + 8);
    }
    case 'integer':
      buffer.writeInt32BE(4, at);
      return buffer.writeInt32BE(value, at + 4);
    case 'smallint':
      buffer.writeInt32BE(2, at);
      return buffer.writeInt16BE(value, at + 4);
    default:
      throw new TypeError(`A number cannot be written as ${type}`);
  }
}
