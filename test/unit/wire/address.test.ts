import assert from 'node:assert/strict';
import { addressText, isMulticastOrBroadcast, parseAddress, parseIPv4, parseIPv6 } from '../../../src/wire/address';
import { toHex } from '../../../src/wire/option-bytes';

const hex = (text: string): string | undefined => {
  const bytes = parseAddress(text);
  return bytes && toHex(bytes);
};

describe('wire: addresses', () => {
  it('IPv4', () => {
    assert.equal(hex('10.0.0.1'), '0a000001');
    assert.equal(hex('255.255.255.255'), 'ffffffff');
    for (const bad of ['', '10.0.0', '10.0.0.256', '10.0.0.1.2', '10.0.0.-1', '10.0.0. 1', '10.0.0.x', '1e1.0.0.0'])
      assert.equal(parseIPv4(bad), undefined, bad);
  });

  it('are written in the form of RFC 5952 §4', () => {
    const written = (text: string): string => addressText(parseAddress(text) ?? new Uint8Array(16));
    assert.equal(written('10.0.0.1'), '10.0.0.1');
    assert.equal(written('2001:DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1');
    assert.equal(written('2001:db8:0:1:1:0:0:0'), '2001:db8:0:1:1::');
    assert.equal(written('2001:db8:0:1:1:1:1:1'), '2001:db8:0:1:1:1:1:1');
    assert.equal(written('::'), '::');
  });

  it('IPv6, in every form of RFC 4291 §2.2', () => {
    assert.equal(hex('2001:db8:0:0:8:800:200c:417a'), '20010db80000000000080800200c417a');
    assert.equal(hex('2001:DB8::8:800:200C:417A'), '20010db80000000000080800200c417a');
    assert.equal(hex('::'), '00'.repeat(16));
    assert.equal(hex('::1'), `${'00'.repeat(15)}01`);
    assert.equal(hex('fe80::'), `fe80${'00'.repeat(14)}`);
    assert.equal(hex('1:2:3:4:5:6:7::'), '00010002000300040005000600070000');
    assert.equal(hex('::ffff:129.144.52.38'), `${'00'.repeat(10)}ffff81903426`);
    assert.equal(hex('1:2:3:4:5:6:129.144.52.38'), '00010002000300040005000681903426');
    for (const bad of [
      ...['', ':', ':::', '1', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::'],
      ...['::g', '10.0.0.1::', '::10.0.0.1:1', '1:2:3:4:5:6:7:10.0.0.1', '::10.0.0.256', ':1::', 'fe80::1%eth0'],
    ])
      assert.equal(parseIPv6(bad), undefined, bad);
  });

  it('as text, by RFC 5952 §4', () => {
    const text = (of: string): string => addressText(parseAddress(of) ?? new Uint8Array());
    for (const same of [
      '10.0.0.1',
      '::',
      '::1',
      'fe80::',
      '2001:db8::8:800:200c:417a',
      '1:2:3:4:5:6:7:8',
      '1:0:3:4:5:6:7:8',
    ])
      assert.equal(text(same), same);
    assert.equal(text('2001:0DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1');
    assert.equal(text('2001:db8:0:1:0:0:0:1'), '2001:db8:0:1::1');
  });

  it('multicast and broadcast addresses, and their neighbours', () => {
    const is = (text: string): boolean => isMulticastOrBroadcast(text);
    for (const text of ['224.0.0.0', '239.255.255.255', '255.255.255.255', 'ff02::1', 'ff00::'])
      assert.equal(is(text), true, text);
    for (const text of ['223.255.255.255', '240.0.0.1', '255.255.255.254', '10.0.0.1', 'fe80::1', '::ffff:224.0.0.1'])
      assert.equal(is(text), false, text);
  });
});
