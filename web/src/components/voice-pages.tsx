import { useEffect, useRef, useState } from 'preact/hooks';
import type { Voice, VoiceList } from '../../../shared/domain/dashboard-api.ts';
import { addressOf } from '../addresses.ts';
import { type ApiError, asApiError, getJson } from '../api/client.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { VoiceFilter } from '../voice-filter.ts';
import { Failure, Loading } from './states.tsx';
import { VoiceCard } from './voice-card.tsx';
import { NothingFound } from './voices-not-found.tsx';

/** A rare search may find nothing on a page while the next one leads on; so many are read at once. */
const EMPTY_PAGES = 5;

interface Found {
  readonly voices: readonly Voice[];
  /** Null before the first answer. */
  readonly total: number | null | undefined;
  readonly nextCursor: string | null;
  readonly reading: boolean;
  readonly error: ApiError | null;
}
const NOTHING_YET: Found = { voices: [], total: undefined, nextCursor: null, reading: true, error: null };

/** The pages read so far, and a button for the next one. */
export function VoicePages({ filter }: { filter: VoiceFilter }) {
  const { text, format } = useLanguage();
  const { found, readOn } = usePages(`/v1${addressOf.voices(filter)}`);
  const { voices, total, nextCursor, reading, error } = found;
  const known = total !== undefined;
  if (!known && error === null) return <Loading />;
  return (
    <>
      <p class="muted" role="status">
        {reading
          ? text.loading
          : known &&
            voices.length > 0 &&
            (total === null
              ? text.voices.shown(format.count(voices.length), nextCursor !== null)
              : text.voices.total(format.count(Math.max(total, voices.length))))}
      </p>
      <div class="voice-list">
        {voices.map((voice) => (
          <VoiceCard key={voice.documentKey} voice={voice} search={filter} />
        ))}
      </div>
      {known && voices.length === 0 && !reading && error === null && (
        <NothingFound filter={filter} more={nextCursor !== null} />
      )}
      {error !== null && <Failure error={error} retry={readOn} />}
      {nextCursor !== null && error === null && (
        <p class="more">
          <button type="button" class="button" disabled={reading} onClick={readOn}>
            {voices.length === 0 ? text.voices.searchOn : text.voices.more}
          </button>
        </p>
      )}
    </>
  );
}

function usePages(address: string): { found: Found; readOn: () => void } {
  const [found, setFound] = useState(NOTHING_YET);
  const here = useRef(true);

  async function read(from: Found): Promise<void> {
    setFound({ ...from, reading: true, error: null });
    let { voices, nextCursor, total } = from;
    try {
      for (let pages = 0; pages < EMPTY_PAGES; pages += 1) {
        const cursor = nextCursor === null ? '' : `&cursor=${encodeURIComponent(nextCursor)}`;
        const page = await getJson<VoiceList>(`${address}${cursor}`);
        if (!here.current) return;
        voices = [...voices, ...page.voices];
        nextCursor = page.nextCursor;
        total = page.total;
        if (page.voices.length > 0 || nextCursor === null) break;
      }
      setFound({ voices, total, nextCursor, reading: false, error: null });
    } catch (failure) {
      if (here.current) setFound({ voices, total, nextCursor, reading: false, error: asApiError(failure) });
    }
  }

  // The component has the address as its key: each search has pages of its own.
  useEffect(() => {
    here.current = true;
    void read(NOTHING_YET);
    return () => {
      here.current = false;
    };
  }, []);
  return { found, readOn: () => void read(found) };
}
