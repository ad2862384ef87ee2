import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Role, Status } from '../../shared/domain/dashboard-api.ts';

const Context = createContext<Status | null>(null);

/** Makes the status of the installation, and who is signed in, known to every screen. */
export function StatusProvider({ status, children }: { status: Status; children: ComponentChildren }) {
  return <Context.Provider value={status}>{children}</Context.Provider>;
}

export function useStatus(): Status {
  const status = useContext(Context);
  if (status === null) throw new Error('useStatus needs a StatusProvider above it.');
  return status;
}

/** True when the signed-in person has one of the roles. The API decides; this only hides what it would refuse. */
export function useAllowed(...roles: Role[]): boolean {
  return useStatus().session.roles.some((role) => roles.includes(role));
}
