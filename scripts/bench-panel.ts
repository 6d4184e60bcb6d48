import { isMissed, tableOf } from './panel-bench/measurement.ts';
import { panelSizes } from './panel-bench/sizes.ts';
import { panelTimings } from './panel-bench/timings.ts';

// `npm run bench:panel`: builds the panel, prints what a browser loads, in kilobytes after gzip -9,
// and how fast it is in a Chromium. It fails where a limit is passed.

const measurements = [...(await panelSizes()), ...(await panelTimings(process.env))];
process.stdout.write(tableOf(measurements));
if (measurements.some(isMissed)) process.exitCode = 1;
