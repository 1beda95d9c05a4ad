import { parseEntityRef } from '@backstage/catalog-model';
import { ScaffolderTaskOutput } from '@backstage/plugin-scaffolder-react';

/** What a finished task hands over, sorted by what one does with it. */
export interface TaskResult {
  /** Reference of the entity that was made, if the task says which. */
  entityRef?: string;
  cloneCommand?: string;
  remoteUrl?: string;
  commit?: string;
  links: Array<{ title: string; entityRef?: string; url?: string }>;
  texts: Array<{ title?: string; content: string }>;
}

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Only what a browser may follow without running it. */
function safeUrl(url: string | undefined): string | undefined {
  return url && /^(https?:\/\/|\/(?!\/))/.test(url) ? url : undefined;
}

function validEntityRef(ref: string | undefined): string | undefined {
  if (!ref) {
    return undefined;
  }
  try {
    parseEntityRef(ref);
    return ref;
  } catch {
    return undefined;
  }
}

/** The clone command in a text output, and whether there is nothing else in it. */
function cloneCommandOf(content: string) {
  const bare = content
    .trim()
    .replace(/^```[a-z]*\n?|\n?```$/g, '')
    .replace(/^`|`$/g, '')
    .trim();
  const command = /^[ \t]*(git clone \S.*)$/m.exec(bare)?.[1].trim();
  return { command, isAll: command === bare };
}

/** Reads the outputs of a task, which a template words as it likes. */
export function taskResultOf(
  output: ScaffolderTaskOutput | undefined,
): TaskResult {
  const links = (output?.links ?? []).flatMap(({ title, url, entityRef }) => {
    const ref = validEntityRef(textOf(entityRef));
    const target = safeUrl(textOf(url));
    return ref || target
      ? [{ title: title ?? ref ?? target ?? '', entityRef: ref, url: target }]
      : [];
  });
  const texts = (output?.text ?? []).flatMap(({ title, content }) =>
    content ? [{ title, content }] : [],
  );
  const clones = texts.map(({ content }) => cloneCommandOf(content));
  const commits = texts.map(({ content }) =>
    COMMIT.test(content.trim()) ? content.trim() : undefined,
  );
  return {
    entityRef:
      validEntityRef(textOf(output?.entityRef)) ??
      links.find(link => link.entityRef)?.entityRef,
    cloneCommand:
      textOf(output?.cloneCommand) ??
      clones.find(({ command }) => command)?.command,
    remoteUrl: safeUrl(textOf(output?.remoteUrl)),
    commit: textOf(output?.commit) ?? commits.find(Boolean),
    links,
    texts: texts.filter((_, index) => !clones[index].isAll && !commits[index]),
  };
}
