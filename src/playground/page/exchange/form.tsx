import type { RequestField } from '../../api.js';
import type { RequestInput } from '../../api-run.js';
import { JsonEditor } from '../editor/small-editor.js';
import { Words } from '../parts/words.js';
import type { Playground } from '../playground.js';
import { membersOf, memberText, withMember } from './body-members.js';

type FormRequest = Exclude<RequestInput, { raw: string }>;

interface Props {
  readonly playground: Playground;
  readonly request: FormRequest;
}

/** The values of a request, one field each. */
export function RequestForm({ playground, request }: Props) {
  const { fields = [], hasBody = false, rules = [] } = playground.form ?? {};
  const members = membersOf(request.body);
  const setBody = (body: string | undefined) => {
    const { body: _before, ...others } = request;
    playground.ask({ ...others, ...(body !== undefined && body !== '' && { body }) });
  };
  const set = ({ part, name }: RequestField, value: string) => {
    if (part === 'body') return;
    const { [name]: _before, ...others } = request[part] ?? {};
    playground.ask({ ...request, [part]: value === '' ? others : { ...others, [name]: value } });
  };
  const isShown = ({ part }: RequestField) => part !== 'body' || members !== undefined;

  return (
    <div class="fields">
      {fields.length === 0 && <p class="faint">It has no parameters.</p>}
      {fields
        .filter(isShown)
        .map(field =>
          field.part === 'body' ? (
            <Field
              key={`body ${field.name}`}
              field={field}
              value={memberText(members ?? {}, field)}
              change={value => setBody(withMember(members ?? {}, field, value))}
            />
          ) : (
            <Field
              key={`${field.part} ${field.name}`}
              field={field}
              value={request[field.part]?.[field.name] ?? ''}
              change={value => set(field, value)}
            />
          ),
        )}
      {hasBody && !members && (
        <>
          <p class="faint">This body is no object of texts, so it is edited as it is sent.</p>
          <JsonEditor label="Body of the request" text={request.body ?? ''} change={setBody} />
        </>
      )}
      {rules.map(rule => (
        <p key={rule} class="faint">
          <Words text={rule} />
        </p>
      ))}
    </div>
  );
}

interface FieldProps {
  readonly field: RequestField;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Field({ field, value, change }: FieldProps) {
  const { part, name, required, description, example } = field;
  const id = `${part}-${name}`;
  return (
    <div class="field">
      <label for={id} title={description}>
        {name}
        {required && <abbr title="needed">*</abbr>}
      </label>
      {field.enum ? (
        <select id={id} value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
          {[...new Set(['', value, ...field.enum])].map(each => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          value={value}
          required={required}
          placeholder={typeof example === 'string' ? example : example.join(', ')}
          title={description}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      )}
    </div>
  );
}
