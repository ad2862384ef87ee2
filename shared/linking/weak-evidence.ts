import type { LinkEvidence } from '../domain/link.ts';
import type { LinkProfile, LinkStatistics } from '../domain/link-profile.ts';
import { compareVersions } from './device.ts';
import { AGREEMENT, RAREST_DEVICE_SHARE, RECENT_DAYS } from './evidence.ts';
import { expectedOutside } from './expected-holders.ts';
import { addDays } from './learn-statistics.ts';

/** What a voice shows of its author beside identifiers. */
export interface VoiceTraits {
  /** `YYYY-MM-DD` of publication. */
  readonly day: string;
  readonly device: string | null;
  readonly appVersion: string | null;
}

/** A value that some customers hold, such as a nickname. */
export interface HeldName {
  readonly kind: 'nickname' | 'name';
  readonly customerIds: readonly string[];
}

/** The most likely holder of a name, how sure that is, and what else could explain the voice. */
export interface WeakFinding {
  readonly kind: HeldName['kind'];
  readonly customerId: string;
  readonly probability: number;
  /** Other people with this name, and everything else that agrees, expected by chance. */
  readonly lookAlikes: number;
  /** Nothing speaks against it: the device, where known, is the same. */
  readonly consistent: boolean;
  /** Both the device and the purchase agree, or the name needs neither. */
  readonly sufficient: boolean;
  readonly rareName: boolean;
  readonly agreesOn: 'both' | 'device' | 'purchase' | 'nothing';
  readonly evidence: readonly LinkEvidence[];
}

interface Comparison {
  readonly customerId: string;
  readonly device: 'same' | 'other' | 'unknown';
  readonly recent: boolean;
  readonly weight: number;
  readonly evidence: readonly LinkEvidence[];
}

/** From this many expected other holders on, a name needs more than itself; from the second on, more than a device too. */
const RARE_NAME = 0.02;
const UNCOMMON_NAME = 0.1;

/**
 * Weighs who of the holders of a name wrote: by the device, the time since the last purchase and whether they were
 * customers at all, each with log m/u (Fellegi & Sunter 1969) where u is learnt from the file; against the other holders
 * and against those expected outside the file. Null where nobody can be the author.
 */
export function weighHolders(
  held: HeldName,
  voice: VoiceTraits,
  profiles: ReadonlyMap<string, LinkProfile>,
  statistics: LinkStatistics,
): WeakFinding | null {
  const compared = held.customerIds
    .flatMap((customerId) => {
      const profile = profiles.get(customerId);
      return profile === undefined || contradicts(profile, voice)
        ? []
        : [compare(customerId, profile, voice, statistics)];
    })
    .sort((a, b) => b.weight - a.weight || (a.customerId < b.customerId ? -1 : 1));
  const [best, ...others] = compared;
  if (best === undefined) return null;
  const shape = profiles.get(best.customerId)?.nicknameShape;
  const counts = held.kind === 'name' ? statistics.names : statistics.nicknames[shape ?? ''];
  const outside = expectedOutside(held.customerIds.length, counts);
  const odds = Math.exp(best.weight);
  const elsewhere = others.reduce((sum, other) => sum + Math.exp(other.weight), 0) + outside;
  const byChance =
    (best.device === 'same' ? deviceShare(voice.device, statistics) : 1) *
    (best.recent ? statistics.weeklyBuyers : 1);
  const single = held.customerIds.length === 1 && held.kind === 'nickname';
  const rareName = single && outside < RARE_NAME;
  const uncommon = single && outside < UNCOMMON_NAME;
  return {
    kind: held.kind,
    customerId: best.customerId,
    probability: odds / (odds + elsewhere),
    lookAlikes:
      outside * byChance + others.reduce((sum, other) => sum + Math.exp(other.weight - best.weight), 0),
    consistent: best.device !== 'other',
    sufficient: rareName || (best.device === 'same' && (best.recent || uncommon)),
    agreesOn:
      best.device === 'same' ? (best.recent ? 'both' : 'device') : best.recent ? 'purchase' : 'nothing',
    rareName,
    evidence: [{ kind: held.kind, weight: -Math.log(outside + others.length + 1e-3) }, ...best.evidence],
  };
}

/** Wrote before signing up, or with a newer app than the one last seen: not this customer. */
function contradicts(profile: LinkProfile, voice: VoiceTraits): boolean {
  if (profile.signupDay !== undefined && voice.day < profile.signupDay) return true;
  if (voice.appVersion === null || profile.appVersion === undefined) return false;
  return (compareVersions(voice.appVersion, profile.appVersion) ?? 0) > 0;
}

function compare(
  customerId: string,
  profile: LinkProfile,
  voice: VoiceTraits,
  statistics: LinkStatistics,
): Comparison {
  const evidence: LinkEvidence[] = [];
  const device =
    voice.device === null || profile.device === undefined
      ? 'unknown'
      : voice.device === profile.device
        ? 'same'
        : 'other';
  const share = deviceShare(voice.device, statistics);
  if (device === 'same') evidence.push({ kind: 'device', weight: Math.log(AGREEMENT.device / share) });
  if (device === 'other')
    evidence.push({ kind: 'other-device', weight: Math.log((1 - AGREEMENT.device) / (1 - share)) });
  const recent = boughtWithin(profile, voice.day);
  const chance = statistics.weeklyBuyers;
  evidence.push(
    recent
      ? { kind: 'recent-purchase', weight: Math.log(AGREEMENT.recentPurchase / chance) }
      : {
          kind: 'no-recent-purchase',
          weight: Math.log((1 - AGREEMENT.recentPurchase) / Math.max(1 - chance, 1e-3)),
        },
  );
  return {
    customerId,
    device,
    recent,
    evidence,
    weight: evidence.reduce((sum, { weight }) => sum + weight, 0),
  };
}

function boughtWithin(profile: LinkProfile, day: string): boolean {
  const from = addDays(day, -RECENT_DAYS);
  return profile.purchaseDays.some((purchase) => purchase >= from && purchase <= day);
}

function deviceShare(device: string | null, statistics: LinkStatistics): number {
  return Math.max(statistics.devices[device ?? ''] ?? 0, RAREST_DEVICE_SHARE);
}
