import { JsonObject } from '@backstage/types';
import {
  checkAnswers,
  FileMode,
  GoldenTemplate,
  isGoldenError,
  Problem,
  render,
  RenderedFile,
  sampleAnswers,
} from '@companyos/golden-engine';

const MAX_CONTENT_BYTES = 64 * 1024;

/**
 * The files a template would write.
 */
export interface ServicePreview {
  readonly template: string;
  readonly version: string;
  readonly templateDigest: string;
  readonly files: ReadonlyArray<{
    readonly path: string;
    readonly mode: FileMode;
    readonly executable: boolean;
    readonly sizeBytes: number;
    readonly sha256: string;
    /** Of text files of at most 64 KiB. */
    readonly content?: string;
  }>;
  readonly problems: readonly Problem[];
}

/**
 * Renders for somebody who is still answering: what is wrong is said, and in its place stands the template's
 * default or example, so that there is a tree to look at from the first moment.
 */
export function previewService(
  template: GoldenTemplate,
  answers: JsonObject,
): ServicePreview {
  const { problems } = checkAnswers(template, answers);
  const preview = (
    files: readonly RenderedFile[],
    more: readonly Problem[] = [],
  ): ServicePreview => ({
    template: template.name,
    version: template.version,
    templateDigest: template.digest,
    files: files.map(({ path, mode, executable, bytes, sha256 }) => ({
      path,
      mode,
      executable,
      sizeBytes: bytes.byteLength,
      sha256,
      ...contentOf(bytes),
    })),
    problems: [...problems, ...more],
  });
  try {
    const { files } = render(
      template,
      problems.length === 0 ? answers : sampleAnswers(template, answers),
    );
    return preview(files);
  } catch (error) {
    if (!isGoldenError(error)) throw error;
    return preview([], [{ path: '', message: error.message }]);
  }
}

function contentOf(bytes: Uint8Array): { content?: string } {
  if (bytes.byteLength > MAX_CONTENT_BYTES || bytes.includes(0)) return {};
  try {
    return {
      content: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    };
  } catch {
    return {};
  }
}
