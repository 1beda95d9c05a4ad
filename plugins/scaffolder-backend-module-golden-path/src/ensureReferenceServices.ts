import { setTimeout as delay } from 'node:timers/promises';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { TemplateFolder } from '@companyos/golden-engine';
import { CommitAuthor } from '@companyos/local-git';
import { createService, CreateServiceDeps } from './createService';
import { getTemplate } from './getTemplate';
import { ReferenceService } from './readGoldenPathConfig';
import { renderService } from './renderService';

const RETRY_MS = 1000;
const GIVE_UP_AFTER_MS = 120_000;

type Deps = CreateServiceDeps & {
  readonly auth: AuthService;
  readonly logger: LoggerService;
  readonly templates: TemplateFolder;
  readonly author: CommitAuthor;
};

/**
 * Makes the reference services, one after the other, through the same use case as everyone's, so that a new
 * portal opens on something one can clone and run, and on a fleet worth looking at. Waits for the catalog to
 * know their owners; says why when one could not be done, and never throws.
 */
export async function ensureReferenceServices(
  deps: Deps,
  services: readonly ReferenceService[],
  signal: AbortSignal,
): Promise<void> {
  const deadline = deps.now() + GIVE_UP_AFTER_MS;
  for (const service of services) {
    if (signal.aborted) return;
    await ensureReferenceService(deps, service, deadline, signal);
  }
}

async function ensureReferenceService(
  deps: Deps,
  { template: templateName, version, answers }: ReferenceService,
  deadline: number,
  signal: AbortSignal,
): Promise<void> {
  const { auth, logger, names, templates, author, now } = deps;
  const { name, owner } = answers;
  for (;;) {
    try {
      // A catalog that has just started knows no groups yet.
      const unready = (await names.problems({ name, owner })).find(
        ({ code }) => code === 'owner-unknown',
      );
      if (unready) throw new ServiceUnavailableError(unready.message);
      const { created } = await createService(deps, {
        service: renderService(
          await getTemplate(templates, templateName, version),
          answers,
        ),
        credentials: await auth.getOwnServiceCredentials(),
        author,
        signal,
        log: line => logger.debug(`${name}: ${line}`),
        checkpoint: (_key, fn) => fn(),
      });
      if (created) logger.info(`Made the reference service ${name}`);
      return;
    } catch (error) {
      const { name: kind, message } = toError(error);
      // Names that are taken, answers that do not fit and templates that are not there do not mend themselves.
      const isFinal =
        ['ConflictError', 'InputError', 'NotFoundError'].includes(kind) ||
        signal.aborted;
      if (isFinal || now() >= deadline) {
        if (!signal.aborted) {
          logger.warn(`The reference service ${name} was not made: ${message}`);
        }
        return;
      }
      await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
