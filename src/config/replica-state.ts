import type { Document } from '../document/document.js';
import type { Mapping } from '../mapping/mapping.js';
import type { Config } from './config.js';

/** Reports what each replica would keep to itself, and what all of them should know. */
export function reportReplicaState(
  document: Document,
  { replicas, shared, cards, limits: { rate } }: Pick<Config, 'replicas' | 'shared' | 'cards' | 'limits'>,
  { crm }: Pick<Mapping, 'crm'>,
): void {
  if (!replicas) return;
  const warn = (what: string, hint: string, path: string[] = ['replicas']) =>
    document.report('warning', 'replica-state', document.placeOfKey(path), what, hint);

  if (cards && !/^postgres(ql)?:/.test(cards.database)) {
    warn(
      'with replicas: true, card numbers are kept in a file: replicas on other machines give out the same ones',
      'database: postgres://…',
      ['cards'],
    );
  }
  if (shared) return;
  const hint = 'say which Redis or Valkey the replicas share: shared: redis://…';
  const { auth, limits } = crm;
  if (auth.kind === 'session' && auth.grant.kind === 'oauth2' && auth.grant.grant === 'refresh_token') {
    warn(
      'with replicas: true, each replica renews the refresh token of the CRM by itself: one that another has used up is refused',
      hint,
    );
  }
  if (rate) {
    warn(
      'with replicas: true, each replica lets a login make as many requests as limits.rate says: together they let it make more',
      hint,
      ['limits'],
    );
  }
  if (limits.rate) {
    warn(
      'with replicas: true, each replica makes as many calls as the rate of the mapping allows: together they make more',
      hint,
    );
  }
}
