const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const moment = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const whole = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Times as people in this place read them. All take epoch milliseconds or ISO 8601 text. */
export const formatTime = {
  /** `14:03:12` */
  clock: (time: string | number) => clock.format(new Date(time)),
  /** `Tue, March 3, 2026` */
  day: (time: string | number) => day.format(new Date(time)),
  /** `Mar 3, 14:03` */
  moment: (time: string | number) => moment.format(new Date(time)),
  /** `Mar 3, 2026, 14:03` */
  whole: (time: string | number) => whole.format(new Date(time)),
  /** `2026-03-03 14:03:12 UTC` */
  utc: (time: string | number) =>
    `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
};
