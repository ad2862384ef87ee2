import { useEffect, useState } from 'preact/hooks';
import type { PointTracking } from '../../../shared/domain/point-tracking.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import {
  fieldsOf,
  isWithin,
  type PointDraft,
  type PointFields,
  SETTABLE,
  stillOpen,
  TRACKED_FIELDS,
  type TrackedPoint,
  wishOf,
  withField,
} from '../point-draft.ts';
import { useAllowed } from '../session.tsx';
import { Section } from './page.tsx';
import { Empty, Failure } from './states.tsx';

/** What is done about a point: written by marketers, CX and admins, read by everybody. */
export function PointEditor({ point, onSaved }: { point: TrackedPoint; onSaved: () => void }) {
  const { text } = useLanguage();
  const mayWrite = useAllowed('marketer', 'cx', 'admin');
  return (
    <Section title={text.tracking.title} hint={text.tracking.hint}>
      {mayWrite ? <Form point={point} onSaved={onSaved} /> : <Facts point={point} />}
    </Section>
  );
}

function Form({ point, onSaved }: { point: TrackedPoint; onSaved: () => void }) {
  const { text } = useLanguage();
  const { sending, error, send } = useSend();
  const [draft, setDraft] = useState<PointDraft>({});
  const [saved, setSaved] = useState<PointDraft | null>(null);
  useEffect(() => setDraft((earlier) => stillOpen(earlier, point)), [point]);
  const written: PointFields = { ...fieldsOf(point), ...draft };
  const { status } = written;
  // What was written while the rest was being saved is not saved.
  const allSaved = saved !== null && isWithin(draft, saved);
  const write = (field: keyof PointFields, value: string) => {
    setSaved(null);
    setDraft(withField(draft, point, field, value));
  };

  async function save(event: Event) {
    event.preventDefault();
    const path = `/v1/points/${point.code}/${point.stage}/tracking`;
    const wish = wishOf(draft, point);
    if (!(await send(async () => void (await sendJson<PointTracking>('PUT', path, wish))))) return;
    setSaved(draft);
    onSaved();
  }

  return (
    <form class="form" onSubmit={(event) => void save(event)}>
      <label>
        <span>{text.tracking.status}</span>
        <select value={status} onChange={(event) => write('status', event.currentTarget.value)}>
          {!SETTABLE.some((one) => one === point.status) && (
            <option value={point.status}>{text.status[point.status]}</option>
          )}
          {SETTABLE.map((one) => (
            <option key={one} value={one}>
              {text.status[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{text.tracking.owner}</span>
        <input
          value={written.owner}
          maxLength={100}
          onInput={(event) => write('owner', event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{text.tracking.dueDate}</span>
        <input
          type="date"
          value={written.dueDate}
          onInput={(event) => write('dueDate', event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{text.tracking.experiment}</span>
        <input
          value={written.experiment}
          maxLength={300}
          placeholder={text.tracking.experimentHint}
          onInput={(event) => write('experiment', event.currentTarget.value)}
        />
      </label>
      <label class="form-whole">
        <span>{text.tracking.note}</span>
        <textarea
          value={written.note}
          maxLength={1000}
          onInput={(event) => write('note', event.currentTarget.value)}
        />
      </label>
      {error !== null && (
        <div class="form-whole">
          <Failure error={error} />
        </div>
      )}
      <p class="row form-whole">
        <button type="submit" class="button button-primary" disabled={sending}>
          {sending ? text.tracking.saving : text.tracking.save}
        </button>
        <span role="status" class="muted">
          {allSaved && text.tracking.saved}
        </span>
      </p>
    </form>
  );
}

function Facts({ point }: { point: TrackedPoint }) {
  const { text } = useLanguage();
  const written = fieldsOf(point);
  const known = TRACKED_FIELDS.filter((field) => written[field] !== '');
  if (known.length === 0) return <Empty>{text.tracking.nothing}</Empty>;
  return (
    <dl class="facts">
      {known.map((field) => (
        <div key={field}>
          <dt>{text.tracking[field]}</dt>
          <dd>{written[field]}</dd>
        </div>
      ))}
    </dl>
  );
}
