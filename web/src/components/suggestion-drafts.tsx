import type { DraftTool, SuggestionView } from '../../../shared/domain/suggestion-record.ts';
import { suggestionTag } from '../../../shared/domain/suggestion-tag.ts';
import { download } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useStatus } from '../session.tsx';
import { CopyButton } from './message-ideas.tsx';
import { Failure } from './states.tsx';

/** The words that were accepted, where their drafts are, and the tag by which their result comes back. */
export function SuggestionDrafts(props: { view: SuggestionView; tools: readonly DraftTool[] }) {
  const { view, tools } = props;
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const { sending, error, send } = useSend();
  const decided = view.history.findLast((event) => 'decision' in event);
  const made = view.history.filter((event) => 'drafted' in event);
  const missing = tools.filter((tool) => !made.some((one) => one.drafted === tool && isOf(one, decided)));
  return (
    <div class="suggestion-text">
      <p class="muted">
        {text.keywords.chosen}
        {decided !== undefined && ` · ${text.keywords.by(decided.by, format.time(decided.at, timeZone))}`}
      </p>
      <p class="row">
        <span lang="ko">{view.text}</span>
        <CopyButton value={view.text ?? ''} />
      </p>
      <p class="row">
        <span class="muted">{text.keywordFacts.tag}</span>
        <code>{suggestionTag(view.suggestion.id)}</code>
        <CopyButton value={suggestionTag(view.suggestion.id)} label={text.keywordFacts.copyTag} />
        <span class="muted">{text.keywordFacts.tagHint}</span>
      </p>
      {made.length > 0 && (
        <>
          <p class="muted">{text.keywordFacts.drafts}</p>
          <ul class="drafts-made">
            {made.map((one) => (
              <li key={`${one.drafted} ${one.reference}`}>
                <span>{text.keywordFacts.tool[one.drafted]}</span>
                {one.url === undefined ? (
                  <code>{one.reference}</code>
                ) : (
                  <a href={one.url} target="_blank" rel="noreferrer">
                    {text.keywordFacts.openDraft}
                  </a>
                )}
                <span class="muted">
                  {format.time(one.at, timeZone)}
                  {!isOf(one, decided) && ` · ${text.keywordFacts.draftOfEarlier}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="row">
        <button
          type="button"
          class="button"
          disabled={sending}
          onClick={() =>
            void send(() => download(`/v1/suggestions/${encodeURIComponent(view.suggestion.id)}/draft.csv`))
          }
        >
          {text.keywordFacts.draftCsv}
        </button>
      </p>
      {error !== null && <Failure error={error} />}
      {tools.length === 0 && made.length === 0 && <p class="hint">{text.keywordFacts.noTools}</p>}
      {missing.length > 0 && (
        <p class="hint" role="status">
          {text.keywordFacts.draftPending(missing.map((tool) => text.keywordFacts.tool[tool]).join(', '))}
        </p>
      )}
    </div>
  );
}

/** Whether a draft was made after the last decision: an earlier one has other words. */
function isOf(made: { at: string }, decided: { at: string } | undefined): boolean {
  return decided === undefined || made.at >= decided.at;
}
