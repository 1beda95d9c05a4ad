import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { INTELGRAPH_RECORDED_TOPIC } from '@companyos/plugin-intelgraph-node';

/** Tells pages that are open that facts became known; the message is `{ watermark }`. */
export const SIGNAL_CHANNEL = 'intelgraph';

const EVERY_MS = 500;

/** Rings when facts became known: at once, then at most twice a second. */
export class Doorbell {
  readonly #options: {
    readonly events: EventsService;
    readonly signals: SignalsService;
    readonly logger: LoggerService;
  };
  #timer: NodeJS.Timeout | undefined;
  #rung = 0;
  #watermark = 0;

  constructor(options: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  ring(watermark: number): void {
    this.#watermark = Math.max(this.#watermark, watermark);
    this.#timer ??= this.#send();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #send(): NodeJS.Timeout {
    const watermark = this.#watermark;
    this.#rung = watermark;
    const { events, signals, logger } = this.#options;
    const missed = (error: unknown) =>
      logger.warn(
        'Nobody could be told that facts became known',
        toError(error),
      );
    events
      .publish({
        topic: INTELGRAPH_RECORDED_TOPIC,
        eventPayload: { watermark },
      })
      .catch(missed);
    signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: { watermark },
      })
      .catch(missed);
    return setTimeout(() => {
      this.#timer = undefined;
      if (this.#watermark > this.#rung) this.#timer = this.#send();
    }, EVERY_MS).unref();
  }
}
