import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  DraftTool,
  SuggestionDecision,
  SuggestionView,
} from '../../../shared/domain/suggestion-record.ts';
import { addressOf } from '../addresses.ts';
import { sendJson } from '../api/client.ts';
import { useSend } from '../api/use-send.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useAllowed, useStatus } from '../session.tsx';
import { CopyButton } from './message-ideas.tsx';
import { OutcomeCard } from './outcome-card.tsx';
import { QuoteBlock } from './quote.tsx';
import { Failure } from './states.tsx';
import { SuggestionDrafts } from './suggestion-drafts.tsx';
import { SuggestionFacts } from './suggestion-facts.tsx';

/** A place that the marketer must fill in before a text can be used. */
const PLACE = /〔[^〕]*〕/u;

/** One suggestion: what it stands on, its drafts, and the decision. */
export function SuggestionCard(props: {
  view: SuggestionView;
  week: string;
  tools: readonly DraftTool[];
  /** The one that a link named: it is shown first on the screen. */
  isNamed: boolean;
  onDecided: () => void;
}) {
  const { view, week, onDecided } = props;
  const { suggestion, state } = view;
  const { text, format } = useLanguage();
  const mayDecide = useAllowed('marketer', 'admin');
  const { sending, error, send } = useSend();
  const [form, setForm] = useState<'edit' | 'reject' | null>(null);
  const [edited, setEdited] = useState('');
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (props.isNamed) place.current?.scrollIntoView({ block: 'start' });
  }, [props.isNamed]);

  async function decide(decision: SuggestionDecision) {
    const body = { week, revision: view.revision, ...decision };
    const done = await send(
      async () => void (await sendJson<SuggestionView>('PUT', `/v1/suggestions/${suggestion.id}`, body)),
    );
    if (done) setForm(null);
    // After a conflict as well: the person should see what the other one decided.
    onDecided();
  }
  function edit(words: string) {
    setEdited(words);
    setForm('edit');
  }

  return (
    <li class={props.isNamed ? 'suggestion suggestion-named' : 'suggestion'} ref={place}>
      <SuggestionFacts view={view} week={week} />
      {view.text !== undefined && <SuggestionDrafts view={view} tools={props.tools} />}
      {view.outcome !== undefined && <OutcomeCard outcome={view.outcome} />}
      {suggestion.drafts.map((draft) => (
        <div key={draft} class="draft">
          <span class="draft-angle">{text.keyword.angle[suggestion.angle]}</span>
          <p lang="ko">{draft}</p>
          <CopyButton value={draft} />
          {mayDecide && draft !== view.text && (
            <button
              type="button"
              class="button"
              disabled={sending}
              title={PLACE.test(draft) ? text.keywords.placeToFill : undefined}
              onClick={() =>
                PLACE.test(draft) ? edit(draft) : void decide({ decision: 'accepted', text: draft })
              }
            >
              {PLACE.test(draft) ? text.keywords.fill : text.keywords.accept}
            </button>
          )}
        </div>
      ))}
      {form === 'edit' && (
        <EditForm
          phrase={suggestion.phrase}
          words={edited}
          sending={sending}
          onInput={setEdited}
          onCancel={() => setForm(null)}
          onSubmit={() => void decide({ decision: 'edited', text: edited.trim() })}
        />
      )}
      {form === 'reject' && (
        <RejectForm
          sending={sending}
          onCancel={() => setForm(null)}
          onSubmit={(note) => void decide({ decision: 'rejected', ...(note === '' ? {} : { note }) })}
        />
      )}
      {error !== null && <Failure error={error} />}
      {form === null && (
        <p class="row">
          {mayDecide && (
            <button
              type="button"
              class="button"
              onClick={() => edit(view.text ?? suggestion.drafts[0] ?? '')}
            >
              {text.keywords.edit}
            </button>
          )}
          {mayDecide && state !== 'rejected' && (
            <button type="button" class="text-button" disabled={sending} onClick={() => setForm('reject')}>
              {text.keywords.reject}
            </button>
          )}
          <a class="text-button" href={addressOf.keywords(week, undefined, { suggestion: suggestion.id })}>
            {text.keywordFacts.link}
          </a>
        </p>
      )}
      <History view={view} />
      {suggestion.evidence.length > 0 && (
        <details>
          <summary>{text.keywords.quotes(format.count(suggestion.evidence.length))}</summary>
          <div class="quote-list">
            {suggestion.evidence.map((quote) => (
              <QuoteBlock key={quote.documentKey} quote={quote} />
            ))}
          </div>
        </details>
      )}
    </li>
  );
}

function EditForm(props: {
  phrase: string;
  words: string;
  sending: boolean;
  onInput: (words: string) => void;
  onCancel: () => void;
  onSubmit: () => void;
}) {
  const { text } = useLanguage();
  const { words } = props;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      <label class="form-whole">
        <span>{text.keywords.editLabel(props.phrase)}</span>
        <textarea
          value={words}
          lang="ko"
          required
          maxLength={2000}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </label>
      {PLACE.test(words) && <p class="hint form-whole">{text.keywords.placeToFill}</p>}
      <p class="row form-whole">
        <button
          type="submit"
          class="button button-primary"
          disabled={props.sending || words.trim() === '' || PLACE.test(words)}
        >
          {text.keywords.accept}
        </button>
        <button type="button" class="button" onClick={props.onCancel}>
          {text.keywords.cancel}
        </button>
      </p>
    </form>
  );
}

function RejectForm(props: { sending: boolean; onCancel: () => void; onSubmit: (note: string) => void }) {
  const { text } = useLanguage();
  const [note, setNote] = useState('');
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit(note.trim());
      }}
    >
      <label class="form-whole">
        <span>{text.keywordFacts.rejectNote}</span>
        <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <p class="row form-whole">
        <button type="submit" class="button button-primary" disabled={props.sending}>
          {text.keywordFacts.rejectConfirm}
        </button>
        <button type="button" class="button" onClick={props.onCancel}>
          {text.keywords.cancel}
        </button>
      </p>
    </form>
  );
}

/** Who decided what and when, with the reason of a rejection where one was given. */
function History({ view }: { view: SuggestionView }) {
  const { text, format } = useLanguage();
  const { timeZone } = useStatus();
  const last = view.history.findLast((event) => 'decision' in event);
  if (last === undefined) return null;
  return (
    <>
      {view.state === 'rejected' && last.note !== undefined && (
        <p>{text.keywordFacts.rejectedBecause(last.note)}</p>
      )}
      <details>
        <summary>{text.keywordFacts.history}</summary>
        <ol class="history">
          {view.history.map((event) => (
            <li key={`${event.at} ${'decision' in event ? event.decision : event.reference}`}>
              {text.keywordFacts.historyLine(
                'decision' in event
                  ? text.keywords.state[event.decision]
                  : text.keywordFacts.tool[event.drafted],
                event.by,
                format.time(event.at, timeZone),
              )}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
