/* Reading durations as people type them (ux.md 3.7). Whole numbers throughout: floats cut 8.2 h to 8:11. */

export type DurationReading = { seconds: number } | { problem: 'empty' | 'unreadable' | 'negative' | 'minutes' | 'too-long'; suggestion?: string };

const DAY = 86_400;

/** ASCII digits for those of any script, so that each locale can type its own. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    const start = zero;
    // The digits of a script stand in a row from zero to nine.
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && start - zero < 9) zero--;
    return start < 128 ? digit : String(start - zero);
  });
}

/** Seconds of a decimal number of hours, exactly. */
function decimalHours(whole: string, fraction: string): number {
  const scale = 10n ** BigInt(fraction.length);
  const value = BigInt(whole || '0') * scale + BigInt(fraction || '0');
  return Number((value * 3600n * 2n + scale) / (scale * 2n));
}

/** What a text means as a duration. A bare number is hours. */
export function readDuration(text: string): DurationReading {
  const typed = asciiDigits(text).trim().toLowerCase();
  if (typed === '') return { problem: 'empty' };
  if (typed.startsWith('-')) return { problem: 'negative' };

  const clock = /^(\d*):(\d{2})(?::(\d{2}))?$/.exec(typed);
  if (clock) {
    const [, hours = '', minutes = '0', seconds = '0'] = clock;
    if (Number(minutes) > 59 || Number(seconds) > 59) return { problem: 'minutes' };
    return within(Number(hours || '0') * 3600 + Number(minutes) * 60 + Number(seconds));
  }
  const decimal = /^(\d*)(?:[.,٫](\d+))?\s*(?:h|hr|hrs|hour|hours|std|stunde|stunden)?$/.exec(typed);
  if (decimal && /\d/.test(typed)) {
    const [, whole = '', fraction = ''] = decimal;
    const seconds = decimalHours(whole, fraction);
    const isBare = /^\d+$/.test(typed);
    return seconds > DAY && isBare ? { problem: 'too-long', ...(Number(typed) <= 1440 && { suggestion: `${typed} min` }) } : within(seconds);
  }
  const parts = /^(?:(\d+)\s*(?:h|hr|hrs|std)\s*)?(?:(\d+)\s*(?:m|min|mins|minutes|minuten)?)?$/.exec(typed);
  if (parts && (parts[1] !== undefined || typed.includes('m'))) {
    const [, hours = '0', minutes = '0'] = parts;
    if (parts[1] !== undefined && Number(minutes) > 59) return { problem: 'minutes' };
    return within(Number(hours) * 3600 + Number(minutes) * 60);
  }
  return { problem: 'unreadable' };
}

function within(seconds: number): DurationReading {
  return seconds > DAY ? { problem: 'too-long' } : { seconds };
}
