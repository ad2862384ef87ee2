import { useState } from 'preact/hooks';
import type { HesitationPoint } from '../../../shared/domain/insight.ts';
import type { PointTracking, PointWish } from '../../../shared/domain/point-tracking.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed } from '../session.tsx';
import { Section } from './page.tsx';
import { Empty, Failure } from './states.tsx';

const SETTABLE = ['known', 'addressing', 'resolved'] as const;
const FIELDS = ['owner', 'dueDate', 'experiment', 'note'] as const;
type TrackedPoint = Pick<HesitationPoint, 'code' | 'stage' | 'status' | 'tracking'>;
type Written = Readonly<Record<(typeof FIELDS)[number], string>>;

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
  const [status, setStatus] = useState<string>(point.status);
  const [written, setWritten] = useState(() => writtenOn(point));
  const [saved, setSaved] = useState(false);
  const write = (field: keyof Written, value: string) => {
    setSaved(false);
    setWritten({ ...written, [field]: value });
  };

  async function save(event: Event) {
    event.preventDefault();
    const wish = wishOf(point, status, written);
    const path = `/v1/points/${point.code}/${point.stage}/tracking`;
    if (!(await send(async () => void (await sendJson<PointTracking>('PUT', path, wish))))) return;
    setSaved(true);
    onSaved();
  }

  return (
    <form class="form" onSubmit={(event) => void save(event)}>
      <label>
        <span>{text.tracking.status}</span>
        <select
          value={status}
          onChange={(event) => {
            setSaved(false);
            setStatus(event.currentTarget.value);
          }}
        >
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
          {saved && text.tracking.saved}
        </span>
      </p>
    </form>
  );
}

function Facts({ point }: { point: TrackedPoint }) {
  const { text } = useLanguage();
  const written = writtenOn(point);
  const known = FIELDS.filter((field) => written[field] !== '');
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

function writtenOn({ tracking }: TrackedPoint): Written {
  return {
    owner: tracking?.owner ?? '',
    dueDate: tracking?.dueDate ?? '',
    experiment: tracking?.experiment ?? '',
    note: tracking?.note ?? '',
  };
}

/** Only what differs from what was read, so that two people who write different fields keep both. */
function wishOf(point: TrackedPoint, status: string, written: Written): PointWish {
  const before = writtenOn(point);
  const chosen = SETTABLE.find((one) => one === status && one !== point.status);
  const changed = FIELDS.filter((field) => written[field].trim() !== before[field]);
  return {
    ...(chosen === undefined ? {} : { status: chosen }),
    ...Object.fromEntries(changed.map((field) => [field, written[field].trim() || null])),
  };
}
