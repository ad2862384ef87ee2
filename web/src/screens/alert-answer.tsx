import { useState } from 'preact/hooks';
import type { MuteList } from '../../../shared/domain/dashboard-api.ts';
import type { Incident } from '../../../shared/domain/insight.ts';
import { type ApiError, asApiError, sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { Section } from '../components/page.tsx';
import { Failure, Loaded } from '../components/states.tsx';
import { useLanguage } from '../i18n/language.tsx';
import { seriesName } from '../series-name.ts';
import { useAllowed, useStatus } from '../session.tsx';

const HOUR_MS = 3_600_000;
const MUTE_HOURS = [1, 8, 24, 168] as const;
/** A mute of this series mutes every incident; `shared/alerting/mutes.ts`. */
const ALL = 'all';

/** What people do about an incident: take it, and mute or unmute its series. */
export function AlertAnswer({ incident, onAnswered }: { incident: Incident; onAnswered: () => void }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const mayAnswer = useAllowed('cx', 'admin');
  const mutes = useResource<MuteList>('/v1/mutes');
  const answer = useAnswer();
  const { acknowledgedAt, acknowledgedBy } = incident;
  return (
    <Section title={text.alerts.answer}>
      <div class="stack">
        <p role="status">
          {acknowledgedBy !== undefined && acknowledgedAt !== undefined
            ? text.alerts.takenBy(acknowledgedBy, format.time(acknowledgedAt, timeZone))
            : answer.saved && text.alerts.saved}
        </p>
        {answer.error !== null && <Failure error={answer.error} />}
        {!mayAnswer && <p class="muted">{text.alerts.needsRole}</p>}
        {mayAnswer && incident.status === 'open' && (
          <div class="row">
            <button
              type="button"
              class="button button-primary"
              disabled={answer.busy}
              onClick={() =>
                void answer.send(
                  'PUT',
                  `/v1/incidents/${encodeURIComponent(incident.id)}/acknowledgement`,
                  onAnswered,
                )
              }
            >
              {text.alerts.acknowledge}
            </button>
            <span class="muted">{text.alerts.acknowledgeHint}</span>
          </div>
        )}
        {incident.status === 'resolved' && <p class="muted">{text.alerts.overHint}</p>}
        <Loaded resource={mutes.resource} reload={mutes.reload}>
          {(list) => (
            <Muting
              series={incident.series}
              mutes={list.mutes}
              mayAnswer={mayAnswer}
              answer={answer}
              onAnswered={mutes.reload}
            />
          )}
        </Loaded>
      </div>
    </Section>
  );
}

function Muting(props: {
  series: string;
  mutes: MuteList['mutes'];
  mayAnswer: boolean;
  answer: ReturnType<typeof useAnswer>;
  onAnswered: () => void;
}) {
  const { series, mayAnswer, answer, onAnswered } = props;
  const { text, format, language } = useLanguage();
  const { timeZone } = useStatus();
  const [hours, setHours] = useState<(typeof MUTE_HOURS)[number]>(1);
  const nameOf = (one: string) => seriesName(one, { text, language });
  const mute =
    props.mutes.find((one) => one.series === series) ?? props.mutes.find((one) => one.series === ALL);
  const addressOfMute = (one: string) => `/v1/mutes/${encodeURIComponent(one)}`;

  if (mute !== undefined) {
    return (
      <div class="row">
        <span>{text.alerts.muted(nameOf(mute.series), format.time(mute.until, timeZone), mute.by)}</span>
        {mayAnswer && (
          <button
            type="button"
            class="button"
            disabled={answer.busy}
            onClick={() => void answer.send('DELETE', addressOfMute(mute.series), onAnswered)}
          >
            {text.alerts.unmute}
          </button>
        )}
      </div>
    );
  }
  if (!mayAnswer) return null;
  return (
    <div>
      <div class="row">
        <label class="row">
          <span>{text.alerts.muteFor}</span>
          <select
            value={String(hours)}
            onChange={({ currentTarget }) =>
              setHours(MUTE_HOURS.find((one) => String(one) === currentTarget.value) ?? 1)
            }
          >
            {MUTE_HOURS.map((one) => (
              <option key={one} value={String(one)}>
                {text.alerts.hours[one]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="button"
          disabled={answer.busy}
          onClick={() => {
            const until = new Date(Date.now() + hours * HOUR_MS).toISOString();
            void answer.send('PUT', addressOfMute(series), onAnswered, { until });
          }}
        >
          {text.alerts.mute}
        </button>
      </div>
      <p class="muted">{text.alerts.muteHint(nameOf(series))}</p>
    </div>
  );
}

/** Sends one answer at a time, and knows how the last one went. */
function useAnswer() {
  const [state, setState] = useState<{ busy: boolean; saved: boolean; error: ApiError | null }>({
    busy: false,
    saved: false,
    error: null,
  });
  async function send(
    method: 'PUT' | 'DELETE',
    path: string,
    onAnswered: () => void,
    body?: unknown,
  ): Promise<void> {
    setState({ busy: true, saved: false, error: null });
    try {
      await sendJson(method, path, body);
      setState({ busy: false, saved: true, error: null });
      onAnswered();
    } catch (failure) {
      setState({ busy: false, saved: false, error: asApiError(failure) });
    }
  }
  return { ...state, send };
}
