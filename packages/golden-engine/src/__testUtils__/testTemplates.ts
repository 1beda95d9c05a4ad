import { compare } from 'semver';
import { ENGINE_VERSION } from '../engineVersion';
import { GoldenError } from '../goldenError';
import { GoldenTemplate } from '../goldenTemplate';
import { TemplateFolder } from '../openTemplates';

/** A folder of released templates that is not on any disk. */
export function testTemplates(
  templates: readonly GoldenTemplate[],
): TemplateFolder {
  const versions = async (name: string) => {
    const found = templates.filter(template => template.name === name);
    if (found.length === 0) {
      throw new GoldenError('template-not-found', `no template ${name}`);
    }
    return found
      .map(({ version, digest }) => ({
        version,
        digest,
        isSource: false,
        release: {
          schema: 'companyos.golden.release/v1' as const,
          template: name,
          version,
          digest,
          engineVersion: ENGINE_VERSION,
          releasedAt: '2026-11-21T06:00:00Z',
          cores: 2,
          node: '24.15.0',
          combinations: [{ answers: {}, phases: {}, greenSeconds: 1 }],
          greenSeconds: { p50: 1, p95: 1 },
        },
      }))
      .sort((a, b) => compare(b.version, a.version));
  };
  return {
    versions,
    list: async () => [],
    get: async (name, version) => {
      const wanted = version ?? (await versions(name))[0].version;
      const template = templates.find(
        known => known.name === name && known.version === wanted,
      );
      if (!template) {
        throw new GoldenError('template-not-found', `no ${name}@${wanted}`);
      }
      return template;
    },
  };
}
