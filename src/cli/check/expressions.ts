import { type Finding, hasErrors } from '../../document/finding.js';
import { formatPlace, type Place } from '../../document/place.js';
import type { ExpressionWatch, Interpreted } from '../../mapping/watch.js';
import { counted } from '../report.js';
import { displayPath } from '../usage.js';

interface Ready {
  readonly name: string;
  readonly interpreted: Interpreted | undefined;
}

/** How the expressions of one mapping run. */
interface HowTheyRun {
  readonly mapping: string;
  readonly expressions: number;
  readonly compiled: number;
  readonly interpreted: readonly (Place & { readonly expression: string; readonly reason: string })[];
}

/** Looks on while mappings are loaded: which of their expressions are compiled, and why the others are not. */
export class ExpressionsReport {
  /** By mapping, then by place: one that is looked at twice counts once. */
  private readonly ready = new Map<string, Map<string, Ready>>();

  readonly watch: ExpressionWatch = {
    compiled: (source, interpreted) => {
      const place = source.placeAt(0);
      const ofMapping = this.ready.get(place.file) ?? new Map<string, Ready>();
      ofMapping.set(formatPlace(place), { name: source.name, interpreted });
      this.ready.set(place.file, ofMapping);
    },
  };

  /** @param findings a mapping with errors is not compiled as a whole, and left out */
  asData(findings: readonly Finding[], { cwd }: { cwd: string }): HowTheyRun[] {
    const sound = [...this.ready].filter(
      ([file]) => !hasErrors(findings.filter(finding => finding.file === file)),
    );
    return sound.map(([file, ready]) => {
      const interpreted = [...ready.values()].flatMap(({ name, interpreted }) => {
        if (!interpreted) return [];
        const { reason, place } = interpreted;
        return [{ expression: name, reason, ...place, file: displayPath(place.file, cwd) }];
      });
      const compiled = ready.size - interpreted.length;
      return { mapping: displayPath(file, cwd), expressions: ready.size, compiled, interpreted };
    });
  }

  /** The same for people, a line for each mapping and for each expression that is not compiled. */
  asText(findings: readonly Finding[], io: { cwd: string }): string {
    const lines = this.asData(findings, io).flatMap(({ mapping, expressions, interpreted }) => [
      `${mapping}: ${counted(expressions, 'expression')}, ${countedOthers(interpreted.length)}`,
      ...interpreted.map(
        ({ expression, reason, ...place }) => `  ${formatPlace(place)} ${expression}: ${reason}`,
      ),
    ]);
    return lines.map(line => `${line}\n`).join('');
  }
}

function countedOthers(interpreted: number): string {
  return interpreted === 0 ? 'all compiled' : `${interpreted} not compiled, and several times slower:`;
}
