import { useState } from 'preact/hooks';
import type { CampaignEcho, KeywordSuggestion } from '../../../shared/domain/insight.ts';
import { hasRisen } from '../../../shared/insight/has-risen.ts';
import { addressOf } from '../addresses.ts';
import { useLanguage } from '../i18n/language.tsx';
import { stageName } from '../taxonomy.ts';
import { Icon } from './icons.tsx';

/** Phrases that customers use, with drafts to take along. */
export function KeywordList({ keywords }: { keywords: readonly KeywordSuggestion[] }) {
  const { text, format, language } = useLanguage();
  return (
    <ul class="keywords">
      {keywords.map((keyword) => (
        <li key={keyword.id}>
          <div class="keyword-head">
            <strong lang="ko">{keyword.phrase}</strong>
            <span class="muted">{text.stageSuffix(stageName(keyword.stage, language))}</span>
            <span class="muted">{text.keyword.said(format.count(keyword.said))}</span>
            <span class={keyword.gap ? 'badge keyword-gap' : 'badge'}>
              {keyword.gap ? text.keyword.gap : text.keyword.used}
            </span>
            {keyword.lift !== null && (
              <span
                class="muted"
                title={text.interval(format.decimal(keyword.lift.low), format.decimal(keyword.lift.high))}
              >
                {text.keyword.lift(format.decimal(keyword.lift.value))}
              </span>
            )}
          </div>
          {keyword.drafts.slice(0, 1).map((draft) => (
            <div key={draft} class="draft">
              <span class="draft-angle">{text.keyword.angle[keyword.angle]}</span>
              <p lang="ko">{draft}</p>
              <CopyButton value={draft} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { text } = useLanguage();
  const name = label ?? text.keyword.copy;
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      onClick={async () => {
        await navigator.clipboard.writeText(value);
        setCopied(true);
        setTimeout(() => setCopied(false), 2_000);
      }}
    >
      {copied ? <span role="status">{text.keyword.copied}</span> : <Icon name="copy" />}
    </button>
  );
}

/** How many doubted, before and after a campaign went out. */
export function CampaignList({
  campaigns,
  timeZone,
}: {
  campaigns: readonly CampaignEcho[];
  timeZone: string;
}) {
  const { text, format } = useLanguage();
  return (
    <ul class="campaigns">
      {campaigns.map((campaign) => {
        const rose = hasRisen(campaign.doubtChange);
        return (
          <li key={`${campaign.campaign} ${campaign.sentAt}`}>
            <div class="keyword-head">
              <strong>
                <a href={addressOf.messages({ campaign: campaign.campaign })}>{campaign.campaign}</a>
              </strong>
              <span class="muted">{format.time(campaign.sentAt, timeZone)}</span>
              <span class={rose ? 'badge change-up' : 'badge'} title={rose ? text.campaign.rose : undefined}>
                {text.campaign.doubts(
                  format.count(campaign.doubtsBefore),
                  format.count(campaign.doubtsAfter),
                )}
              </span>
            </div>
            <p class="message-text" lang="ko">
              {campaign.text}
            </p>
            <p class="muted">
              {text.campaign.delivered} {format.count(campaign.delivered)} · {text.campaign.clicked}{' '}
              {format.count(campaign.clicked)} · {text.campaign.unsubscribed}{' '}
              {format.count(campaign.unsubscribed)}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
