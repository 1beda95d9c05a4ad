import fc from 'fast-check';
import { formatMicros } from './formatMicros';
import { normaliseTime } from './normaliseTime';
import { parseTime } from './parseTime';

describe('times', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0, '1970-01-01T00:00:00.000Z'],
    ['1970-01-01t00:00:00.000001z', 1, '1970-01-01T00:00:00.000001Z'],
    ['1969-12-31T23:59:59.999999Z', -1, '1969-12-31T23:59:59.999999Z'],
    [
      '2024-02-29T12:00:00.5+05:30',
      1709188200500000,
      '2024-02-29T06:30:00.500Z',
    ],
    [
      '2024-01-01T00:00:00.123456789-00:00',
      1704067200123456,
      '2024-01-01T00:00:00.123456Z',
    ],
    ['2016-12-31T23:59:60Z', 1483228800000000, '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T00:59:60+01:00', 1483228800000000, '2017-01-01T00:00:00.000Z'],
  ])('reads %s', (text, micros, formatted) => {
    expect(parseTime(text)).toBe(micros);
    expect(formatMicros(micros)).toBe(formatted);
    expect(parseTime(normaliseTime(text)!)).toBe(micros);
  });

  it.each([
    '',
    'now',
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01 00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:00:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00.0000000001Z',
    '2024-01-01T00:00:00+0100',
    '2024-01-01T00:00:00Z ',
    '+024-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('does not read "%s"', text => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('normalises times that no number of µs can hold', () => {
    expect(normaliseTime('9999-12-31T23:59:59Z')).toBe(
      '9999-12-31T23:59:59.000000Z',
    );
    expect(normaliseTime('0001-01-01T00:00:00+00:00')).toBe(
      '0001-01-01T00:00:00.000000Z',
    );
    expect(normaliseTime('9999-12-31T23:59:59-01:00')).toBeUndefined();
    expect(() => formatMicros(0.5)).toThrow(RangeError);
  });

  it('reads what it writes, in every zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9e15, max: 9e15 }),
        fc.integer({ min: -1439, max: 1439 }),
        (micros, offsetMinutes) => {
          const text = formatMicros(micros);
          expect(parseTime(text)).toBe(micros);
          const sign = offsetMinutes < 0 ? '-' : '+';
          const [hours, minutes] = [
            Math.floor(Math.abs(offsetMinutes) / 60),
            Math.abs(offsetMinutes) % 60,
          ].map(part => String(part).padStart(2, '0'));
          const local = formatMicros(micros + offsetMinutes * 60e6);
          const elsewhere = `${local.slice(0, -1)}${sign}${hours}:${minutes}`;
          expect(parseTime(elsewhere)).toBe(micros);
          expect(normaliseTime(elsewhere)).toBe(normaliseTime(text));
        },
      ),
    );
  });
});
