import { GoldenTemplate, TemplateFolder } from '@companyos/golden-engine';
import { toBackstageError } from './toBackstageError';

/**
 * @param version - by default the newest that may be used
 * @throws NotFoundError, ConflictError for one that was not released, ServiceUnavailableError for a faulty one
 */
export async function getTemplate(
  templates: TemplateFolder,
  name: string,
  version?: string,
): Promise<GoldenTemplate> {
  try {
    return await templates.get(name, version);
  } catch (error) {
    throw toBackstageError(error);
  }
}
