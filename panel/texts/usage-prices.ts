import { bilingual } from './bilingual.ts';
import { useLanguage } from './catalogue.ts';

// Loaded with the screens of plans: the start of the panel does not wait for them.

const usagePrices = bilingual(
  {
    isPaidAhead: 'A new peak costs the rest of the period only',
    meters: 'Meters that it bounds',
    boundOf: (meter: string) => `${meter} up to`,
    capacityHint: 'It costs what the first tier says in which every meter fits.',
    lastTier: 'Last tier, without bounds',
    within: (bounds: string) => `Tier with ${bounds}`,
    asPassed: (tier: string, meters: string) => `${tier}, as ${meters}`,
    passed: (meter: string, bound: string) => `${meter} is above ${bound}`,
    and: ' and ',
    cheaper: (tier: number) => `Tier ${tier} costs less than the one before.`,
  },
  {
    isPaidAhead: 'Ein neuer Höchststand kostet nur den Rest des Zeitraums',
    meters: 'Zähler, die er begrenzt',
    boundOf: (meter: string) => `${meter} bis`,
    capacityHint: 'Es gilt der Preis der ersten Stufe, in die alle Zähler passen.',
    lastTier: 'Letzte Stufe, ohne Grenzen',
    within: (bounds: string) => `Stufe mit ${bounds}`,
    asPassed: (tier: string, meters: string) => `${tier}, da ${meters}`,
    passed: (meter: string, bound: string) => `${meter} über ${bound} liegt`,
    and: ' und ',
    cheaper: (tier: number) => `Stufe ${tier} kostet weniger als die davor.`,
  },
);

export const useUsagePriceTexts = (): (typeof usagePrices)['en'] => usagePrices[useLanguage()];
