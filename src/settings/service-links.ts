/**
 * Kubernetes puts the address of every service of the namespace into the environment, as Docker's `--link` does
 * (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables). Those of a service named
 * `sysmon` look like settings.
 */
const linkName =
  /^SYSMON(?:_\w+)?_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)$/;
const linkPort = /^SYSMON(?:_\w+)?_PORT$/;
const linkAddress = /^(?:tcp|udp|sctp):\/\/\S+:\d+$/;

/** Whether this variable is one of those, and no setting. */
export function isServiceLink(variable: string, value = ''): boolean {
  return linkName.test(variable) || (linkPort.test(variable) && linkAddress.test(value));
}

/** What is said of all of them in one warning; null where there is none. */
export function serviceLinkWarning(environment: Readonly<Record<string, string | undefined>>): string | null {
  const links = Object.entries(environment).filter(([variable, value]) => isServiceLink(variable, value));
  if (links.length === 0) return null;
  const names = links.map(([variable]) => variable).sort();
  const are = names.length === 1 ? 'is no setting and has' : 'are no settings and have';
  return (
    `${names.join(', ')} ${are} no effect: Kubernetes sets ${names.length === 1 ? 'it' : 'them'} for a service of ` +
    'that name (Docker for a --link); enableServiceLinks: false in the pod leaves such variables out'
  );
}
