import { RateLimit } from './RateLimit';

it('holds each caller to a number of requests in a span of time', () => {
  let now = 0;
  const limit = new RateLimit({ most: 2, spanMs: 1000, now: () => now });
  limit.take('leo');
  now = 600;
  limit.take('leo');
  limit.take('iris');
  expect(() => limit.take('leo')).toThrow(
    expect.objectContaining({ statusCode: 429 }),
  );
  now = 1001;
  limit.take('leo');
  expect(() => limit.take('leo')).toThrow('At most 2 of these requests in 1 s');
  for (let index = 0; index < 2000; index += 1) {
    now += 10;
    limit.take(`caller ${index}`);
  }
});
