import type { ArchiveEffect } from '../../../shared/domain/message-effect.ts';
import { useLanguage } from '../i18n/language.tsx';
import { effectName, judgementOf, placeOf, reachOf } from './effect-scale.ts';

/** Where each effect lies on a scale of ratios: the estimate as a dot, its 95 % interval as a line, 1 in the middle. */
export function EffectPlot({ effects }: { effects: readonly ArchiveEffect[] }) {
  const { text, format } = useLanguage();
  const reach = reachOf(effects);
  const at = (ratio: number) => `${placeOf(ratio, reach) * 100}%`;
  return (
    <div class="effects">
      <ul class="effects-rows">
        {effects.map(({ kind, name, lift, sends, outcome }) => {
          const shown = effectName(name, text.sentMessages.effectName);
          const [value, low, high] = [lift.value, lift.low, lift.high].map(format.ratio) as [
            string,
            string,
            string,
          ];
          return (
            <li key={`${kind} ${name}`} class={`effect effect-${judgementOf(lift, outcome)}`}>
              <span class="effect-name" aria-hidden="true">
                {shown}
              </span>
              <span class="effect-plot" aria-hidden="true">
                <span class="effect-one" style={{ left: at(1) }} />
                <span
                  class="effect-line"
                  style={{
                    left: at(lift.low),
                    width: `${(placeOf(lift.high, reach) - placeOf(lift.low, reach)) * 100}%`,
                  }}
                />
                <span class="effect-dot" style={{ left: at(lift.value) }} />
              </span>
              <span class="effect-value" aria-hidden="true">
                {text.sentMessages.times(value)}
              </span>
              <span class="visually-hidden">
                {text.sentMessages.effectSaid(shown, value, low, high, format.count(sends))}
              </span>
            </li>
          );
        })}
      </ul>
      <div class="effect effect-axis" aria-hidden="true">
        <span />
        <span class="effect-plot">
          {[1 / reach, 1, reach].map((tick) => (
            <span key={tick} class="effect-tick" style={{ left: at(tick) }}>
              {text.sentMessages.times(format.ratio(tick))}
            </span>
          ))}
        </span>
        <span />
      </div>
    </div>
  );
}
