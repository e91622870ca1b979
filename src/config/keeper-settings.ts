import type { KeeperSettings } from '../cards/keeper.js';
import { seriesOf } from '../cards/series.js';
import type { Config } from './config.js';

/** What the keeper of card numbers needs to know of `cards` in a config. */
export function keeperSettings({
  key,
  database,
  series,
  reservation,
  barcode,
}: NonNullable<Config['cards']>): KeeperSettings {
  return {
    key,
    database,
    reservation,
    barcodeType: barcode,
    source: series ? seriesOf(series, key) : { kind: 'pool' },
  };
}
