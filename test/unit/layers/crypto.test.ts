import assert from 'node:assert/strict';
import * as node from 'node:crypto';
import {
  cbcDecrypt,
  cbcEncrypt,
  chachaOpen,
  chachaSeal,
  derived,
  gcmOpen,
  gcmSeal,
  hash,
  HASH_LENGTH,
  type HashName,
  hkdfExpand,
  hkdfExtract,
  hmac,
  newRecall,
  pssSign,
  pssVerify,
  recalled,
  rsaDecrypt,
  rsaEncrypt,
  rsaPublic,
  rsaSign,
  rsaVerify,
  sha1,
  sha256,
  sha384,
  x25519,
  x25519Base,
} from '../../../src/layers/crypto';
import { publicKeyOf, privateKeyOf, RING } from './keys';

const octets = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
/** Octets in which every value is at every place for some index. */
const filled = (length: number, by: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * by + by) & 0xff);
/** The octets with one changed. */
const changed = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((octet, i) => (i === at ? octet ^ 0x40 : octet));

const HASHES = Object.keys(HASH_LENGTH) as HashName[];

describe('hashes', () => {
  it('are those of FIPS 180-4: abc', () => {
    assert.equal(hex(sha1(ascii('abc'))), 'a9993e364706816aba3e25717850c26c9cd0d89d');
    assert.equal(hex(sha256(ascii('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(
      hex(sha384(ascii('abc'))),
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    );
  });

  it('are as another implementation has them, at lengths around a block', () => {
    for (const name of HASHES) {
      for (const length of [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 5000]) {
        const data = filled(length, 7);
        assert.equal(hex(hash(name, data)), node.createHash(name).update(data).digest('hex'), `${name} ${length}`);
        assert.equal(hash(name, data).length, HASH_LENGTH[name]);
      }
    }
  });
});

describe('HMAC (RFC 4231)', () => {
  const cases: [key: Uint8Array, data: Uint8Array, sha256: string, sha384: string][] = [
    [
      new Uint8Array(20).fill(0x0b),
      ascii('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
    ],
    [
      ascii('Jefe'),
      ascii('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
    ],
    [
      new Uint8Array(20).fill(0xaa),
      new Uint8Array(50).fill(0xdd),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
      '88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27',
    ],
    [
      new Uint8Array(131).fill(0xaa),
      ascii('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      '4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952',
    ],
  ];
  for (const [n, [key, data, short, long]] of cases.entries()) {
    it(`vector ${String(n + 1)}`, () => {
      assert.equal(hex(hmac('sha256', key, data)), short);
      assert.equal(hex(hmac('sha384', key, data)), long);
    });
  }

  it('is as another implementation has it, for keys around a block', () => {
    for (const name of HASHES) {
      for (const length of [0, 1, 63, 64, 65, 127, 128, 129, 300]) {
        const [key, data] = [filled(length, 5), filled(77, 3)];
        assert.equal(hex(hmac(name, key, data)), node.createHmac(name, key).update(data).digest('hex'));
      }
    }
  });
});

describe('HKDF (RFC 5869)', () => {
  const run = (from: number, to: number): Uint8Array => Uint8Array.from({ length: to - from }, (_, i) => from + i);
  const cases: [ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number, prk: string, okm: string][] = [
    [
      new Uint8Array(22).fill(0x0b),
      run(0, 13),
      run(0xf0, 0xfa),
      42,
      '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      run(0, 0x50),
      run(0x60, 0xb0),
      run(0xb0, 0x100),
      82,
      '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      new Uint8Array(22).fill(0x0b),
      new Uint8Array(),
      new Uint8Array(),
      42,
      '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ];
  for (const [n, [ikm, salt, info, length, prk, okm]] of cases.entries()) {
    it(`vector ${String(n + 1)}`, () => {
      const extracted = hkdfExtract('sha256', salt, ikm);
      assert.equal(hex(extracted), prk);
      assert.equal(hex(hkdfExpand('sha256', extracted, info, length)), okm);
    });
  }

  it('is as another implementation has it, up to 255 digests, and stops there', () => {
    for (const length of [1, 47, 48, 49, 255 * 48]) {
      const [ikm, salt, info] = [filled(48, 3), filled(48, 5), ascii('tls13 derived')];
      const mine = hkdfExpand('sha384', hkdfExtract('sha384', salt, ikm), info, length);
      assert.equal(hex(mine), Buffer.from(node.hkdfSync('sha384', ikm, salt, info, length)).toString('hex'));
    }
    assert.equal(hkdfExpand('sha256', filled(32, 1), ascii(''), 0).length, 0);
    assert.equal(hkdfExpand('sha256', filled(32, 1), ascii(''), -1).length, 0);
    assert.equal(hkdfExpand('sha256', filled(32, 1), ascii(''), 100_000).length, 255 * 32);
  });
});

describe('AES-CBC (NIST SP 800-38A F.2)', () => {
  const plain = octets(
    `6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
     30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`,
  );
  const iv = octets('000102030405060708090a0b0c0d0e0f');
  const cases: [key: string, sealed: string][] = [
    [
      '2b7e151628aed2a6abf7158809cf4f3c',
      `7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2
       73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7`,
    ],
    [
      '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
      `f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d
       39f23369a9d9bacfa530e26304231461 b2eb05e2c39be9fcda6c19078c6a9d1b`,
    ],
  ];
  for (const [key, sealed] of cases) {
    it(`AES-${String(key.length * 4)} both ways`, () => {
      assert.equal(hex(cbcEncrypt(octets(key), iv, plain)), hex(octets(sealed)));
      assert.equal(hex(cbcDecrypt(octets(key), iv, octets(sealed))), hex(plain));
    });
  }

  it('has no result for parts of a block, for a key or an IV of another length', () => {
    const key = filled(16, 1);
    for (const length of [1, 15, 17, 31]) {
      assert.equal(cbcDecrypt(key, iv, filled(length, 1)), undefined);
      assert.equal(cbcEncrypt(key, iv, filled(length, 1)), undefined);
    }
    assert.equal(cbcDecrypt(filled(15, 1), iv, plain), undefined);
    assert.equal(cbcDecrypt(key, filled(8, 1), plain), undefined);
    assert.equal(cbcDecrypt(key, iv, new Uint8Array())?.length, 0);
  });

  it('reads octets wherever they lie in memory', () => {
    const whole = new Uint8Array(99);
    whole.set(plain, 3);
    assert.equal(hex(cbcEncrypt(octets(cases[0]![0]), iv, whole.subarray(3, 67))), hex(octets(cases[0]![1])));
    assert.equal(hex(whole.subarray(3, 67)), hex(plain));
  });
});

describe('AES-GCM (NIST, test cases of McGrew and Viega)', () => {
  const long =
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39';
  const key = 'feffe9928665731c6d6a8f9467308308';
  const aad = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
  const nonce = 'cafebabefacedbaddecaf888';
  const zeros = '00'.repeat(16);
  const cases: [n: number, key: string, nonce: string, aad: string, plain: string, sealed: string][] = [
    [1, zeros, '00'.repeat(12), '', '', '58e2fccefa7e3061367f1d57a4e7455a'],
    [2, zeros, '00'.repeat(12), '', zeros, '0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf'],
    [
      3,
      key,
      nonce,
      '',
      `${long}1aafd255`,
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05' +
        '1ba30b396a0aac973d58e091473f59854d5c2af327cd64a62cf35abd2ba6fab4',
    ],
    [
      4,
      key,
      nonce,
      aad,
      long,
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05' +
        '1ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47',
    ],
    [
      16,
      key + key,
      nonce,
      aad,
      long,
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838' +
        'c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ];
  for (const [n, k, iv, ad, plain, sealed] of cases) {
    it(`case ${String(n)} both ways`, () => {
      assert.equal(hex(gcmSeal(octets(k), octets(iv), octets(ad), octets(plain))), sealed);
      assert.equal(hex(gcmOpen(octets(k), octets(iv), octets(ad), octets(sealed))), plain);
    });
  }

  it('opens nothing where one octet of key, nonce, additional data, text or tag is another, or the tag is cut', () => {
    const [, k, iv, ad, , sealed] = cases[3]!;
    const all = [octets(k), octets(iv), octets(ad), octets(sealed)] as const;
    for (const [part, bytes] of all.entries()) {
      for (let at = 0; at < bytes.length; at++) {
        const [a, b, c, d] = all.map((one, i) => (i === part ? changed(one, at) : one));
        assert.equal(gcmOpen(a!, b!, c!, d!), undefined);
      }
    }
    for (let length = 0; length < all[3].length; length++) {
      assert.equal(gcmOpen(all[0], all[1], all[2], all[3].subarray(0, length)), undefined);
    }
  });
});

describe('ChaCha20-Poly1305 (RFC 8439 §2.8.2)', () => {
  const key = octets('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
  const nonce = octets('070000004041424344454647');
  const aad = octets('50515253c0c1c2c3c4c5c6c7');
  const plain = ascii(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );

  it('seals the example, and opens it', () => {
    const sealed = chachaSeal(key, nonce, aad, plain);
    assert.equal(hex(sealed.subarray(0, 16)), 'd31a8d34648e60db7b86afbc53ef7ec2');
    assert.equal(hex(sealed.subarray(-16)), '1ae10b594f09e26a7e902ecbd0600691');
    assert.equal(hex(chachaOpen(key, nonce, aad, sealed)), hex(plain));
  });

  it('opens nothing where an octet is another', () => {
    const sealed = chachaSeal(key, nonce, aad, plain);
    for (let at = 0; at < sealed.length; at++)
      assert.equal(chachaOpen(key, nonce, aad, changed(sealed, at)), undefined);
    assert.equal(chachaOpen(key, nonce, aad, sealed.subarray(0, 15)), undefined);
  });
});

describe('X25519 (RFC 7748)', () => {
  it('has the results of §5.2', () => {
    const cases = [
      [
        'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
        'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
        'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
      ],
      [
        '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
        'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
        '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
      ],
    ] as const;
    for (const [scalar, u, result] of cases) assert.equal(hex(x25519(octets(scalar), octets(u))), result);
    const nine = octets(`09${'00'.repeat(31)}`);
    assert.equal(hex(x25519(nine, nine)), '422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079');
  });

  it('gives both sides of §6.1 one secret', () => {
    const a = octets('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const b = octets('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    assert.equal(hex(x25519Base(a)), '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    assert.equal(hex(x25519Base(b)), 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const secret = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    assert.equal(hex(x25519(a, x25519Base(b))), secret);
    assert.equal(hex(x25519(b, x25519Base(a))), secret);
  });

  it('makes public values as the ladder does, and leaves the private one as it is', () => {
    const nine = octets(`09${'00'.repeat(31)}`);
    for (const key of [filled(32, 0), filled(32, 255), filled(32, 5), octets('80'.repeat(32))]) {
      const given = key.slice();
      assert.equal(hex(x25519Base(key)), hex(x25519(key, nine)));
      assert.deepEqual(key, given);
    }
  });

  it('has no result for points of small order and for values of another length', () => {
    const small = ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`];
    for (const u of small) assert.equal(x25519(filled(32, 3), octets(u)), undefined, u);
    for (const length of [0, 31, 33]) assert.equal(x25519(filled(32, 3), filled(length, 3)), undefined);
  });
});

describe('RSA (RFC 8017)', () => {
  const key = RING.ring1;
  const [secret, open] = [privateKeyOf(key), publicKeyOf(key)];
  const message = filled(48, 11);
  const padding = filled(256, 1);

  it('RSAES-PKCS1-v1_5: what we encrypt another decrypts to 00 02, the padding given, 00 and the message', () => {
    const cipher = rsaEncrypt(key, message, padding);
    const block = node.privateDecrypt({ key: secret, padding: node.constants.RSA_NO_PADDING }, cipher!);
    const ones = padding.subarray(0, 205).map((octet) => (octet === 0 ? 1 : octet));
    assert.equal(hex(block), `0002${hex(ones)}00${hex(message)}`);
    assert.equal(hex(rsaEncrypt(key, message, padding)), hex(cipher));
  });

  it('what another encrypts we decrypt, and its own we do', () => {
    for (const length of [0, 1, 48, 245]) {
      const text = filled(length, 3);
      const cipher = node.publicEncrypt({ key: open, padding: node.constants.RSA_PKCS1_PADDING }, text);
      assert.equal(hex(rsaDecrypt(key, cipher)), hex(text));
      assert.equal(hex(rsaDecrypt(key, rsaEncrypt(key, text, padding)!)), hex(text));
    }
  });

  it('has no result for a wrong ciphertext, a message too long, a padding too short', () => {
    const cipher = rsaEncrypt(key, message, padding)!;
    for (const at of [0, 1, 100, 255]) {
      assert.notEqual(hex(rsaDecrypt(key, changed(cipher, at))), hex(message));
    }
    assert.equal(rsaDecrypt(key, cipher.subarray(1)), undefined);
    assert.equal(rsaDecrypt(key, new Uint8Array(256).fill(0xff)), undefined);
    assert.equal(rsaEncrypt(key, filled(246, 1), padding), undefined);
    assert.equal(rsaEncrypt(key, message, filled(204, 1)), undefined);
    // A block whose padding has 7 octets only (§7.2.2, step 3).
    const short = node.publicEncrypt(
      { key: open, padding: node.constants.RSA_NO_PADDING },
      octets(`0002${'11'.repeat(7)}00${'22'.repeat(246)}`),
    );
    assert.equal(rsaDecrypt(key, short), undefined);
  });

  for (const name of HASHES) {
    it(`RSASSA-PKCS1-v1_5 with ${name}, both ways`, () => {
      const mine = rsaSign(key, name, message)!;
      assert.equal(hex(mine), node.sign(name, message, secret).toString('hex'));
      assert.ok(node.verify(name, message, open, mine));
      assert.ok(rsaVerify(key, name, message, mine));
      for (const at of [0, 1, 100, 255]) assert.ok(!rsaVerify(key, name, message, changed(mine, at)));
      assert.ok(!rsaVerify(key, name, changed(message, 0), mine));
      assert.ok(!rsaVerify(RING.ring2, name, message, mine));
      assert.ok(!rsaVerify(key, name, message, mine.subarray(1)));
    });
  }

  for (const name of ['sha256', 'sha384'] as const) {
    it(`RSASSA-PSS with ${name}, both ways`, () => {
      const options = { padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength: HASH_LENGTH[name] };
      const mine = pssSign(key, name, message, filled(HASH_LENGTH[name], 9))!;
      assert.ok(node.verify(name, message, { key: open, ...options }, mine));
      assert.ok(pssVerify(key, name, message, mine));
      assert.ok(pssVerify(key, name, message, node.sign(name, message, { key: secret, ...options })));
      for (let at = 0; at < 256; at += 5) assert.ok(!pssVerify(key, name, message, changed(mine, at)));
      assert.ok(!pssVerify(key, name, changed(message, 0), mine));
      assert.ok(!pssVerify(RING.ring2, name, message, mine));
      // TLS has salts of the digest's length and no others (RFC 8446 §4.2.3).
      assert.ok(!pssVerify(key, name, message, pssSign(key, name, message, filled(20, 9))!));
      assert.ok(!pssVerify(key, name, message, new Uint8Array(256)));
    });
  }

  it('keys of other lengths: PSS where the encoded message is an octet shorter than the modulus, and one bit more', () => {
    for (const modulusLength of [1017, 1024, 1025, 1031]) {
      const pair = node.generateKeyPairSync('rsa', { modulusLength });
      const { n, e } = pair.publicKey.export({ format: 'jwk' });
      const found = rsaPublic(BigInt(`0x${Buffer.from(n!, 'base64url').toString('hex')}`), 65537n);
      assert.equal(e, 'AQAB');
      const options = { padding: node.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      const signature = node.sign('sha256', message, { key: pair.privateKey, ...options });
      assert.ok(pssVerify(found!, 'sha256', message, signature), String(modulusLength));
      assert.ok(!pssVerify(found!, 'sha256', message, changed(signature, 5)));
    }
  });

  it('a number that is no key, or takes too long, is refused', () => {
    assert.equal(rsaPublic(0n, 65537n), undefined);
    assert.equal(rsaPublic(2n ** 2048n, 65537n), undefined);
    assert.equal(rsaPublic(key.n, 1n), undefined);
    assert.equal(rsaPublic(key.n, 2n ** 64n + 1n), undefined);
    assert.equal(rsaPublic(2n ** 8192n + 1n, 65537n), undefined);
    assert.equal(rsaPublic(key.n, 65537n)?.size, 256);
  });
});

describe('derived octets', () => {
  it('are HMAC-SHA-256 over seed, connection and label, the same each time, and others for each of them', () => {
    const first = derived('7', '10.0.0.1:1 10.0.0.2:443 1', 'client random', 32);
    const key = ascii('7\0' + '10.0.0.1:1 10.0.0.2:443 1');
    assert.equal(hex(first), hex(hmac('sha256', key, ascii('client random\0' + '1'))));
    const others = [
      derived('8', '10.0.0.1:1 10.0.0.2:443 1', 'client random', 32),
      derived('7', '10.0.0.1:1 10.0.0.2:443 2', 'client random', 32),
      derived('7', '10.0.0.1:1 10.0.0.2:443 1', 'server random', 32),
    ];
    assert.equal(new Set([first, ...others].map(hex)).size, 4);
  });

  it('a shorter wish is the beginning of a longer one', () => {
    const long = derived('a', 'b', 'c', 300);
    for (const length of [0, 1, 31, 32, 33, 64, 299]) {
      assert.equal(hex(derived('a', 'b', 'c', length)), hex(long.subarray(0, length)));
    }
    const blocks = Array.from({ length: 9 }, (_, i) => hex(long.subarray(32 * i, 32 * i + 32)));
    assert.equal(new Set(blocks).size, 9);
  });
});

describe('recalled results', () => {
  it('are those without a table, and made once', () => {
    const recall = newRecall();
    const key = RING.ring1;
    const message = filled(48, 1);
    const cipher = rsaEncrypt(key, message, filled(256, 1))!;
    for (let i = 0; i < 3; i++) {
      assert.equal(hex(rsaDecrypt(key, cipher, recall)), hex(message));
      assert.equal(
        hex(pssSign(key, 'sha256', message, message, recall)),
        hex(pssSign(key, 'sha256', message, message)),
      );
      assert.equal(hex(x25519Base(filled(32, 1), recall)), hex(x25519Base(filled(32, 1))));
      assert.equal(gcmOpen(filled(16, 1), filled(12, 1), filled(5, 1), filled(30, 1), recall), undefined);
    }
    // Both private operations have left the public one that undoes them.
    assert.equal(recall.results.size, 6);
    let made = 0;
    const make = (): number => ++made;
    assert.equal(recalled(recall, 'count', [message], make), 1);
    assert.equal(recalled(recall, 'count', [message], make), 1);
    assert.equal(recalled(undefined, 'count', [message], make), 2);
  });

  it('tell every operation and list of inputs from every other', () => {
    const recall = newRecall();
    const inputs: (Uint8Array | string)[][] = [
      [],
      [''],
      [new Uint8Array()],
      ['ab', 'c'],
      ['a', 'bc'],
      [ascii('ab'), ascii('c')],
      [ascii('a'), ascii('bc')],
      [filled(65, 1)],
      [changed(filled(65, 1), 64)],
      [filled(64, 1), filled(1, 65)],
    ];
    const wishes = ['x', 'y'].flatMap((operation) => inputs.map((list) => ({ operation, list })));
    for (const [n, { operation, list }] of wishes.entries()) recalled(recall, operation, list, () => n);
    for (const [n, { operation, list }] of wishes.entries()) {
      assert.equal(
        recalled(recall, operation, list, () => -1),
        n,
      );
    }
  });

  it('stay within their bound: the least recently used go first', () => {
    const recall = newRecall(20_000);
    const ask = (n: number): Uint8Array => recalled(recall, 'a', [String(n)], () => new Uint8Array(1000));
    const kept = ask(0);
    for (let n = 1; n < 200; n++) {
      ask(n);
      assert.equal(ask(0), kept);
      assert.ok(recall.octets <= 20_000 && recall.results.size <= 20);
    }
    const again = ask(1);
    assert.equal(ask(1), again);
    for (let n = 0; n < 50; n++) recalled(recall, 'object', [String(n)], () => ({ n }));
    assert.equal(recall.results.size, 1);
    recalled(recall, 'b', [], () => new Uint8Array(30_000));
    assert.equal(recall.results.size, 0);
    assert.equal(recall.octets, 0);
  });
});

describe('operations that undo each other, recalled', () => {
  const recall = newRecall(2 ** 20);
  const [one, other] = [RING.ring1, RING.ring2];
  const [message, padding, salt] = [filled(48, 11), filled(256, 1), filled(32, 9)];
  const ways = [recall, undefined];

  it('a message encrypted is decrypted as it would be computed; a changed ciphertext and another key are not taken for it', () => {
    const cipher = rsaEncrypt(one, message, padding, recall)!;
    assert.equal(hex(rsaDecrypt(one, cipher, recall)), hex(message));
    for (const key of [one, other])
      for (const at of [1, 100, 255])
        assert.deepEqual(
          ways.map((way) => hex(rsaDecrypt(key, changed(cipher, at), way))),
          Array(2).fill(hex(rsaDecrypt(key, changed(cipher, at)))),
        );
    assert.equal(hex(rsaDecrypt(other, cipher, recall)), hex(rsaDecrypt(other, cipher)));
  });

  it('a signature is verified as it would be computed', () => {
    const signature = pssSign(one, 'sha256', message, salt, recall)!;
    assert.ok(pssVerify(one, 'sha256', message, signature, recall));
    assert.ok(!pssVerify(one, 'sha256', changed(message, 3), signature, recall));
    assert.ok(!pssVerify(one, 'sha256', message, changed(signature, 3), recall));
    assert.ok(!pssVerify(other, 'sha256', message, signature, recall));
  });

  it('both sides of X25519 come to the secret that each computes; a peer with its top bit set (RFC 7748 §5), too', () => {
    const [a, b] = [filled(32, 5), filled(32, 7)];
    for (const flip of [0, 0x80]) {
      const [A, B] = [x25519Base(a), x25519Base(b)].map((key) => key.map((o, i) => (i === 31 ? o ^ flip : o)));
      const secret = hex(x25519(a, B!));
      assert.equal(hex(x25519(a, B!, recall)), secret);
      assert.equal(hex(x25519(b, A!, recall)), secret);
      assert.notEqual(hex(x25519(b, B!, recall)), secret);
      assert.equal(hex(x25519(b, B!, recall)), hex(x25519(b, B!)));
    }
  });

  it('what is sealed opens as it would be computed; nothing else does', () => {
    const [key, nonce, aad] = [filled(16, 3), filled(12, 5), filled(13, 7)];
    const sealed = gcmSeal(key, nonce, aad, message, recall);
    assert.equal(hex(gcmOpen(key, nonce, aad, sealed, recall)), hex(message));
    assert.equal(gcmOpen(key, nonce, changed(aad, 0), sealed, recall), undefined);
    assert.equal(gcmOpen(key, nonce, aad, changed(sealed, 5), recall), undefined);
    const blocks = cbcEncrypt(key, filled(16, 9), message, recall)!;
    assert.equal(hex(cbcDecrypt(key, filled(16, 9), blocks, recall)), hex(message));
    for (const way of ways)
      assert.equal(hex(cbcDecrypt(key, filled(16, 8), blocks, way)), hex(cbcDecrypt(key, filled(16, 8), blocks)));
  });
});
