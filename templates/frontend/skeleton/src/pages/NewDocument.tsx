import { useRef, useState, type SubmitEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCreateDocument } from '../api/documents.ts';
import type {
  Classification,
  DocumentType,
  NewDocument as Input,
} from '../api/generated/types.gen';
import { Field } from '../components/Field.tsx';
import { Page } from '../components/Page.tsx';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { words } from '../words/words.ts';

type FieldName = keyof typeof words.create.fields;
type FieldErrors = Partial<Record<FieldName, string>>;

const TYPES = Object.keys(words.types) as DocumentType[];
const CLASSIFICATIONS = Object.keys(words.classifications) as Classification[];

function textOf(form: FormData, name: FieldName): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What the API would refuse, said before it is asked. */
function check({ workspace_id, title, content }: Input): FieldErrors {
  const { errors } = words.create;
  return {
    ...(/^[a-z0-9-]{1,64}$/.test(workspace_id) ? {} : { workspace_id: errors.workspace }),
    ...(title.trim() === '' ? { title: errors.titleMissing } : {}),
    ...(title.length > 200 ? { title: errors.titleLong } : {}),
    ...(content.length > 100_000 ? { content: errors.contentLong } : {}),
  };
}

/** The form for a document. */
export function NewDocument() {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<FieldErrors>({});
  const { mutate, error, isPending } = useCreateDocument();
  const { fields } = words.create;
  const errors: FieldErrors = {
    ...Object.fromEntries(
      (error?.problem?.errors ?? []).map(({ path, message }) => [path.replace(/^\//, ''), message]),
    ),
    ...found,
  };
  const count = Object.keys(found).length;

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const input: Input = {
      workspace_id: textOf(given, 'workspace_id'),
      title: textOf(given, 'title'),
      content: textOf(given, 'content'),
      type: TYPES.find((type) => type === textOf(given, 'type')) ?? 'note',
      classification:
        CLASSIFICATIONS.find((name) => name === textOf(given, 'classification')) ?? 'internal',
    };
    const problems = check(input);
    setFound(problems);
    const [first] = Object.keys(problems);
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    mutate(input, {
      onSuccess: ({ id }) => void navigate(`/documents/${id}`, { state: { created: true } }),
    });
  };

  return (
    <Page title={words.create.title}>
      <form ref={form} noValidate onSubmit={submit} className="stack">
        <p role="status" className="field-error">
          {count > 0 && words.create.invalid(count)}
        </p>
        {error && <ProblemMessage error={error} />}
        <Field
          label={fields.workspace_id}
          hint={words.create.workspaceHint}
          error={errors.workspace_id}
        >
          {(control) => (
            <input
              {...control}
              name="workspace_id"
              defaultValue={parameters.get('workspace') ?? ''}
              required
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label={fields.title} error={errors.title}>
          {(control) => <input {...control} name="title" required autoComplete="off" />}
        </Field>
        <Field label={fields.content} error={errors.content}>
          {(control) => <textarea {...control} name="content" rows={8} />}
        </Field>
        <Field label={fields.type} error={errors.type}>
          {(control) => (
            <select {...control} name="type" defaultValue="note">
              {TYPES.map((type) => (
                <option key={type} value={type}>
                  {words.types[type]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={fields.classification} error={errors.classification}>
          {(control) => (
            <select {...control} name="classification" defaultValue="internal">
              {CLASSIFICATIONS.map((name) => (
                <option key={name} value={name}>
                  {words.classifications[name]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button type="submit" disabled={isPending}>
          {isPending ? words.create.submitting : words.create.submit}
        </button>
      </form>
    </Page>
  );
}
