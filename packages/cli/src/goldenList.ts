import { CliContext } from './CliContext';
import { Output } from './Output';
import { TemplateOptions, templatesOf } from './templatesOf';

/** `companyos golden list`: the templates and their versions, newest first. */
export async function goldenList(
  context: CliContext,
  output: Output,
  _operands: readonly string[],
  options: TemplateOptions,
): Promise<void> {
  const list = await (await templatesOf(context, options)).list();
  output.json({
    templates: list.map(({ name, title, latest, versions }) => ({
      name,
      title,
      latest,
      versions: versions.map(({ version, digest, release }) => ({
        version,
        digest,
        released: release !== undefined,
        releasedAt: release?.releasedAt,
        greenSeconds: release?.greenSeconds,
      })),
    })),
  });
  if (list.length === 0) output.line('There are no templates here.');
  for (const { name, title, versions } of list) {
    output.line(`${name}: ${title}`);
    for (const { version, release } of versions) {
      output.line(
        release
          ? `  ${version.padEnd(10)} released ${release.releasedAt.slice(
              0,
              10,
            )}, green in ${Math.round(
              release.greenSeconds.p50,
            )} s (p50) to ${Math.round(release.greenSeconds.p95)} s (p95)`
          : `  ${version.padEnd(10)} not released`,
      );
    }
  }
}
