import { joined, sameOctets } from '../../wire';
import { hash, HASH_LENGTH, type HashName } from './hash';
import { inverse, modPow, numberOf, octetsOfNumber } from './power';
import { known, recalled, type Recall } from './recall';

/** An RSA public key (RFC 8017 §3.1). */
export interface RsaPublic {
  /** The modulus. */
  readonly n: bigint;
  /** The public exponent. */
  readonly e: bigint;
  /** Octets of the modulus, which are those of a ciphertext and a signature. */
  readonly size: number;
}

/** An RSA private key, with what the Chinese remainder theorem needs (RFC 8017 §3.2, second representation). */
export interface RsaPrivate extends RsaPublic {
  readonly p: bigint;
  readonly q: bigint;
  readonly dP: bigint;
  readonly dQ: bigint;
  readonly qInv: bigint;
}

/** Octets of the longest modulus read, and of the longest exponent: longer ones would take seconds. OpenSSL's bounds are alike. */
const MOST_MODULUS = 1024;
const MOST_EXPONENT = 8;

/** A public key from its numbers; undefined where they are no key, or are beyond 8,192 and 64 bits. */
export function rsaPublic(n: bigint, e: bigint): RsaPublic | undefined {
  const size = sizeOf(n);
  if (size < 64 || size > MOST_MODULUS || n % 2n === 0n) return undefined;
  if (e < 3n || e % 2n === 0n || sizeOf(e) > MOST_EXPONENT) return undefined;
  return { n, e, size };
}

function sizeOf(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2);
}

/** The private key of two primes; the public exponent is 65537. */
export function rsaPrivate(p: bigint, q: bigint, e = 65537n): RsaPrivate {
  const dP = inverse(e, p - 1n);
  const dQ = inverse(e, q - 1n);
  return { n: p * q, e, size: sizeOf(p * q), p, q, dP, dQ, qInv: inverse(q, p) };
}

/** The public half of a private key. */
export function publicOf({ n, e, size }: RsaPublic): RsaPublic {
  return { n, e, size };
}

/** RSAEP and RSAVP1 (RFC 8017 §5.1.1, §5.2.2): x^e mod n, in the modulus' length. Undefined where x is n or more. */
function publicOperation(key: RsaPublic, octets: Uint8Array): Uint8Array | undefined {
  const x = numberOf(octets);
  return x < key.n ? octetsOfNumber(modPow(x, key.e, key.n), key.size) : undefined;
}

/** RSADP and RSASP1 by the remainder theorem (RFC 8017 §5.1.2, §5.2.1): x^d mod n. Undefined where x is n or more. */
function privateOperation(key: RsaPrivate, octets: Uint8Array): Uint8Array | undefined {
  const x = numberOf(octets);
  if (x >= key.n) return undefined;
  const m1 = modPow(x, key.dP, key.p);
  const m2 = modPow(x, key.dQ, key.q);
  const h = ((((m1 - m2) * key.qInv) % key.p) + key.p) % key.p;
  return octetsOfNumber(m2 + h * key.q, key.size);
}

/**
 * The public operation's result. Both operations are each other's inverse modulo n (RFC 8017 §5.1.2: m = c^d undoes c = m^e), so
 * the side that has the private key need not compute what led here.
 */
function publicResult(key: RsaPublic, octets: Uint8Array, recall: Recall | undefined): Uint8Array | undefined {
  return recalled(recall, 'rsaPublic', [idOf(key), octets], () => {
    const result = publicOperation(key, octets);
    if (result) known(recall, 'rsaPrivate', [idOf(key), result], octets);
    return result;
  });
}

/** The private operation's result; who verifies a signature need not compute what was signed. */
function privateResult(key: RsaPrivate, octets: Uint8Array, recall: Recall | undefined): Uint8Array | undefined {
  return recalled(recall, 'rsaPrivate', [idOf(key), octets], () => {
    const result = privateOperation(key, octets);
    if (result) known(recall, 'rsaPublic', [idOf(key), result], octets);
    return result;
  });
}

/** Octets of RSAES-PKCS1-v1_5 beside message and padding, and the least padding (RFC 8017 §7.2.1). */
const FRAME = 3;
const LEAST_PADDING = 8;

/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2.1): 00 02 ‖ padding ‖ 00 ‖ message, to the power e.
 *
 * @param padding at least `size` - 3 - the message's length octets, taken from the front; a zero octet counts as 1
 * @returns `size` octets; undefined where the message is longer than `size` - 11
 */
export function rsaEncrypt(
  key: RsaPublic,
  message: Uint8Array,
  padding: Uint8Array,
  recall?: Recall,
): Uint8Array | undefined {
  const length = key.size - FRAME - message.length;
  if (length < LEAST_PADDING || padding.length < length) return undefined;
  const block = new Uint8Array(key.size);
  block[1] = 2;
  for (let at = 0; at < length; at++) block[2 + at] = padding[at] === 0 ? 1 : (padding[at] ?? 1);
  block.set(message, FRAME + length);
  return publicResult(key, block, recall);
}

/** The message of a ciphertext (RFC 8017 §7.2.2); undefined where its length or its padding is wrong. */
export function rsaDecrypt(key: RsaPrivate, cipher: Uint8Array, recall?: Recall): Uint8Array | undefined {
  if (cipher.length !== key.size) return undefined;
  const block = privateResult(key, cipher, recall);
  if (block?.[0] !== 0 || block[1] !== 2) return undefined;
  const zero = block.indexOf(0, 2);
  return zero < 2 + LEAST_PADDING ? undefined : block.slice(zero + 1);
}

/** DER of DigestInfo before the digest (RFC 8017 §9.2, note 1). */
const DIGEST_INFO: Readonly<Record<HashName, readonly number[]>> = {
  sha1: [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14],
  sha256: [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20],
  sha384: [0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30],
  sha512: [0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40],
};

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 00 01 ‖ FF … ‖ 00 ‖ DigestInfo. Undefined where the key is too short. */
function pkcs1Block(size: number, name: HashName, message: Uint8Array): Uint8Array | undefined {
  const info = DIGEST_INFO[name];
  const start = size - info.length - HASH_LENGTH[name];
  if (start < FRAME + LEAST_PADDING) return undefined;
  const block = new Uint8Array(size).fill(0xff, 2, start - 1);
  block[1] = 1;
  block.set(info, start);
  block.set(hash(name, message), start + info.length);
  return block;
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1). Undefined where the key is too short for the digest. */
export function rsaSign(key: RsaPrivate, name: HashName, message: Uint8Array, recall?: Recall): Uint8Array | undefined {
  const block = pkcs1Block(key.size, name, message);
  return block && privateResult(key, block, recall);
}

/** True if the signature is the key's over the message (RFC 8017 §8.2.2: the encodings are compared). */
export function rsaVerify(
  key: RsaPublic,
  name: HashName,
  message: Uint8Array,
  signature: Uint8Array,
  recall?: Recall,
): boolean {
  const wanted = pkcs1Block(key.size, name, message);
  const block = verified(key, signature, recall);
  return wanted !== undefined && block !== undefined && sameOctets(block, wanted);
}

function verified(key: RsaPublic, signature: Uint8Array, recall?: Recall): Uint8Array | undefined {
  if (signature.length !== key.size) return undefined;
  return publicResult(key, signature, recall);
}

/** RSASSA-PSS (RFC 8017 §8.1.1) with MGF1 and one hash. TLS has salts of the digest's length (RFC 8446 §4.2.3). */
export function pssSign(
  key: RsaPrivate,
  name: HashName,
  message: Uint8Array,
  salt: Uint8Array,
  recall?: Recall,
): Uint8Array | undefined {
  const block = pssBlock(key, name, message, salt);
  return block && privateResult(key, block, recall);
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1). Undefined where the key is too short for digest and salt. */
function pssBlock(key: RsaPublic, name: HashName, message: Uint8Array, salt: Uint8Array): Uint8Array | undefined {
  const { bits, size } = pssSize(key);
  const db = new Uint8Array(size - HASH_LENGTH[name] - 1);
  if (size < HASH_LENGTH[name] + salt.length + 2) return undefined;
  const digest = pssDigest(name, message, salt);
  db[db.length - salt.length - 1] = 1;
  db.set(salt, db.length - salt.length);
  masked(db, name, digest);
  db[0] = (db[0] ?? 0) & (0xff >> (8 * size - bits));
  return joined(new Uint8Array(key.size - size), db, digest, Uint8Array.of(0xbc));
}

/** True if the signature is the key's over the message, with a salt of the digest's length (RFC 8017 §8.1.2, §9.1.2). */
export function pssVerify(
  key: RsaPublic,
  name: HashName,
  message: Uint8Array,
  signature: Uint8Array,
  recall?: Recall,
): boolean {
  const block = verified(key, signature, recall);
  const { bits, size } = pssSize(key);
  const length = HASH_LENGTH[name];
  if (block === undefined || size < 2 * length + 2) return false;
  const encoded = block.subarray(key.size - size);
  const db = encoded.slice(0, size - length - 1);
  const digest = encoded.subarray(size - length - 1, size - 1);
  const mask = 0xff >> (8 * size - bits);
  if (encoded[size - 1] !== 0xbc || ((db[0] ?? 0) & ~mask) !== 0) return false;
  if (key.size > size && block[0] !== 0) return false;
  masked(db, name, digest);
  db[0] = (db[0] ?? 0) & mask;
  const start = db.length - length;
  if (db[start - 1] !== 1 || db.subarray(0, start - 1).some((octet) => octet !== 0)) return false;
  return sameOctets(pssDigest(name, message, db.subarray(start)), digest);
}

/** emBits and emLen of RFC 8017 §8.1.1: one bit less than the modulus. */
function pssSize(key: RsaPublic): { bits: number; size: number } {
  const bits = key.n.toString(2).length - 1;
  return { bits, size: Math.ceil(bits / 8) };
}

/** H = Hash(eight zeros ‖ Hash(M) ‖ salt) (RFC 8017 §9.1.1, steps 5 and 6). */
function pssDigest(name: HashName, message: Uint8Array, salt: Uint8Array): Uint8Array {
  return hash(name, joined(new Uint8Array(8), hash(name, message), salt));
}

/** Octets changed by MGF1 of a seed, exclusive or (RFC 8017 §B.2.1). */
function masked(octets: Uint8Array, name: HashName, seed: Uint8Array): void {
  for (let at = 0, counter = 0; at < octets.length; at += HASH_LENGTH[name], counter++) {
    const mask = hash(name, joined(seed, Uint8Array.of(0, 0, counter >> 8, counter)));
    for (let i = 0; i < mask.length && at + i < octets.length; i++)
      octets[at + i] = (octets[at + i] ?? 0) ^ (mask[i] ?? 0);
  }
}

function idOf(key: RsaPublic): string {
  return `${key.n.toString(16)} ${key.e.toString(16)}`;
}
