import { act, renderHook, waitFor } from '@testing-library/react';
import { useLoaded } from './useLoaded';

describe('useLoaded', () => {
  it('keeps what is there while it loads again, and when that fails', async () => {
    const load = jest.fn().mockResolvedValueOnce('first');
    const { result } = renderHook(() => useLoaded<string>(load));
    expect(result.current.value).toBeUndefined();
    await waitFor(() => expect(result.current.value).toBe('first'));

    load.mockRejectedValueOnce(new Error('away'));
    act(() => result.current.reload());
    expect(result.current.value).toBe('first');
    await waitFor(() =>
      expect(result.current.error).toEqual(new Error('away')),
    );
    expect(result.current.value).toBe('first');
  });

  it('drops an overtaken answer', async () => {
    let answerSlowly: (value: string) => void = () => {};
    const slow = () => new Promise<string>(done => (answerSlowly = done));
    const fast = async () => 'fast';
    const { result, rerender } = renderHook(({ load }) => useLoaded(load), {
      initialProps: { load: slow },
    });
    rerender({ load: fast });
    await waitFor(() => expect(result.current.value).toBe('fast'));
    await act(async () => answerSlowly('slow'));
    expect(result.current.value).toBe('fast');
  });

  it('asks again and again where wanted, the next time after the answer', async () => {
    let count = 0;
    const load = async () => (count += 1);
    const { result, rerender } = renderHook(
      ({ everyMs }: { everyMs?: number }) => useLoaded(load, everyMs),
      { initialProps: { everyMs: 1 } as { everyMs?: number } },
    );
    await waitFor(() => expect(result.current.value).toBeGreaterThan(2));
    rerender({});
    expect(result.current.error).toBeUndefined();
  });
});
