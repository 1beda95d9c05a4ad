import { sha256 } from './sha256';

describe('sha256', () => {
  // FIPS 180-4 example, and the same in bytes.
  it('gives the digest of a text and of bytes', () => {
    const expected =
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256('abc').toString('hex')).toBe(expected);
    expect(sha256(Buffer.from('abc')).toString('hex')).toBe(expected);
    expect(sha256('é')).toEqual(sha256(Buffer.from([0xc3, 0xa9])));
  });
});
