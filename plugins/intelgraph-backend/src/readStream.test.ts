import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readStream } from './readStream';

async function collect(chunks: Iterable<Buffer>, lineBytes = 1_000) {
  const lines = [];
  for await (const group of readStream(Readable.from(chunks), { lineBytes })) {
    expect(group.length).toBeLessThanOrEqual(500);
    lines.push(...group);
  }
  return lines;
}

it('hands on the lines, wherever the chunks were cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\n')),
      ),
      fc.integer({ min: 1, max: 7 }),
      async (texts, size) => {
        const bytes = Buffer.from(texts.join('\n'));
        const chunks = Array.from(
          { length: Math.ceil(bytes.length / size) },
          (_, index) => bytes.subarray(index * size, (index + 1) * size),
        );
        const expected = texts
          .map((text, index) => ({ number: index + 1, text }))
          .filter(({ text }) => text.trim() !== '');
        expect(await collect(chunks)).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

it('tells of a line that is too long, and goes on after it', async () => {
  const lines = await collect(
    [Buffer.from('short\n'), Buffer.alloc(5_000, 'x'), Buffer.from('\nafter')],
    100,
  );
  expect(lines).toEqual([
    { number: 1, text: 'short' },
    { number: 2, text: undefined },
    { number: 3, text: 'after' },
  ]);
});

it('holds few bytes at a time, however long lines may be', async () => {
  const line = Buffer.from(`${'x'.repeat(200_000)}\n`);
  const sizes: number[] = [];
  const stream = readStream(Readable.from(Array(100).fill(line)), {
    lineBytes: 256 * 1024,
  });
  for await (const group of stream) sizes.push(group.length);
  expect(sizes).toEqual([21, 21, 21, 21, 16]);
});

it('does not keep a few lines waiting for more', async () => {
  const stream = new Readable({ read() {} });
  stream.push('one\n');
  const groups = readStream(stream, { lineBytes: 100 });
  expect((await groups.next()).value).toEqual([{ number: 1, text: 'one' }]);
  stream.push('two');
  stream.push(null);
  expect((await groups.next()).value).toEqual([{ number: 2, text: 'two' }]);
  expect((await groups.next()).done).toBe(true);
});
