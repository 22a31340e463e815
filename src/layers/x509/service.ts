import { parseAddress } from '../../wire';
import type { Certificate } from './certificate';

/**
 * True if one of a certificate's names is that of the service: a domain name or an IP address, as the client wrote it (RFC 9525
 * §6). The subject's CN is not looked at (§6.2).
 */
export function isNameOf(certificate: Certificate, service: string): boolean {
  const { names = [], addresses = [] } = certificate.extensions;
  const address = parseAddress(service);
  // An address is compared octet by octet, and never with a domain name (§6.4).
  if (address !== undefined) return addresses.some((octets) => octets.join() === address.join());
  return names.some((name) => isMatch(name, service));
}

/**
 * Domain names are compared label by label, without regard to case; `*` is a whole label, the left-most, and stands for exactly
 * one (RFC 9525 §6.3).
 */
function isMatch(presented: string, service: string): boolean {
  const name = presented.toLowerCase();
  const wanted = service.toLowerCase();
  if (!name.includes('*')) return name === wanted && name !== '';
  if (!name.startsWith('*.') || name.lastIndexOf('*') > 0) return false;
  const dot = wanted.indexOf('.');
  return dot > 0 && name.slice(1) === wanted.slice(dot);
}
