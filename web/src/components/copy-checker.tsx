import { useState } from 'preact/hooks';
import type { CopyChannelList, CopyFindingList } from '../../../shared/domain/copy-check.ts';
import { sendJson } from '../api/client.ts';
import { useResource } from '../api/use-resource.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Section } from './page.tsx';
import { Failure } from './states.tsx';

/** A box for any draft: what to change in it, and why. Nothing of it is kept. */
export function CopyChecker() {
  const { text, format, language } = useLanguage();
  const { sending, error, send } = useSend();
  // Without the list a draft can still be checked, for no channel in particular.
  const { resource } = useResource<CopyChannelList>('/v1/copy-check');
  const channels = resource.state === 'ready' ? resource.data.channels : [];
  const [draft, setDraft] = useState('');
  const [channel, setChannel] = useState('');
  const [at, setAt] = useState('');
  const [checked, setChecked] = useState<{ asked: string; findings: CopyFindingList['findings'] } | null>(
    null,
  );
  const body = { text: draft, ...(channel === '' ? {} : { channel }), ...(at === '' ? {} : { at }) };
  const asked = JSON.stringify(body);
  // What was found in another draft says nothing of this one.
  const findings = checked?.asked === asked ? checked.findings : null;

  async function check(event: Event) {
    event.preventDefault();
    await send(async () => {
      const { findings: found } = await sendJson<CopyFindingList>('POST', '/v1/copy-check', body);
      setChecked({ asked, findings: found });
    });
  }

  return (
    <Section title={text.copyCheck.title} hint={text.copyCheck.hint}>
      <form class="form" onSubmit={(event) => void check(event)}>
        <label class="form-whole">
          <span>{text.copyCheck.text}</span>
          <textarea
            value={draft}
            lang="ko"
            required
            maxLength={2000}
            onInput={(event) => setDraft(event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{text.copyCheck.channel}</span>
          <select value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
            <option value="">{text.copyCheck.anyChannel}</option>
            {channels.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{text.copyCheck.at}</span>
          <input type="time" value={at} onInput={(event) => setAt(event.currentTarget.value)} />
        </label>
        <p class="row form-whole">
          <button type="submit" class="button" disabled={sending || draft.trim() === ''}>
            {sending ? text.copyCheck.checking : text.copyCheck.check}
          </button>
          <span role="status" class="muted">
            {findings !== null &&
              (findings.length === 0
                ? text.copyCheck.clean
                : text.copyCheck.found(format.count(findings.length)))}
          </span>
        </p>
      </form>
      {error !== null && <Failure error={error} />}
      {findings !== null && findings.length > 0 && (
        <ul class="keywords">
          {findings.map((finding) => (
            <li key={finding.rule}>
              <div class="keyword-head">
                <span class={`badge severity-${finding.severity}`}>
                  {text.copyCheck.severity[finding.severity]}
                </span>
                {finding.match !== undefined && <strong lang="ko">{finding.match.text}</strong>}
                <span>{finding.reason[language]}</span>
              </div>
              <p>{text.keywords.instead(finding.instead[language])}</p>
              {finding.legalSource !== undefined && <p class="muted">{finding.legalSource}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
