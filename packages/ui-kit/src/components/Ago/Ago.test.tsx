import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Ago } from './Ago';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('Ago', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('stays current, and gives the absolute time on focus and on press', async () => {
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    renderInTestApp(<Ago time="2026-03-01T11:59:30Z" />);
    const time = await screen.findByText('30 sec. ago');
    expect(time).toHaveAttribute('datetime', '2026-03-01T11:59:30.000Z');

    act(() => jest.advanceTimersByTime(10_000));
    expect(time).toHaveTextContent('40 sec. ago');
    act(() => jest.advanceTimersByTime(3_600_000));
    expect(time).toHaveTextContent('1 hr. ago');

    await user.tab();
    expect(screen.getByRole('button')).toHaveFocus();
    expect(screen.getByRole('tooltip')).toHaveTextContent(
      '2026-03-01 11:59:30 UTC',
    );
    await user.keyboard('{Enter}');
    expect(time).toHaveTextContent('2026-03-01 11:59:30 UTC');
  });

  it('does not flicker through the first seconds', async () => {
    renderInTestApp(<Ago time={now - 2_000} />);
    expect(await screen.findByText('just now')).toBeVisible();
  });

  it('says so when the time makes no sense', async () => {
    renderInTestApp(<Ago time="yesterday-ish" />);
    expect(await screen.findByText('at an unknown time')).toBeVisible();
  });
});
