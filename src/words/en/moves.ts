import type { Table } from '../table';

/**
 * One sentence for each row of the transition tables: what the endpoint did and why. `{host}` is the endpoint, `{peer}`
 * the other side, `{from}` and `{to}` its state before and behind.
 */
export const moves = {
  // User calls (RFC 9293 §3.10.1–3.10.6).
  'move/U01': '{host} listens: it waits for anyone to connect ({from} → {to}).',
  'move/U02': '{host} opens the connection: it chooses an ISN and sends SYN ({from} → {to}).',
  'move/U03': '{host} cannot open a connection: nobody is named to connect to.',
  'move/U04': '{host} has no connection: the call fails.',
  'move/U05': '{host} was listening and now opens the connection itself: it sends SYN ({from} → {to}).',
  'move/U06': '{host} was listening and has data for {peer}: it opens the connection with SYN ({from} → {to}).',
  'move/U07': '{host} asks for data: the request waits until there is a connection.',
  'move/U08': '{host} stops listening; no segment is sent ({from} → {to}).',
  'move/U09': '{host} is still opening: the data waits until the connection is established.',
  'move/U10': '{host} gives up opening; no segment is sent ({from} → {to}).',
  'move/U11': '{host} is still opening: the data waits until the connection is established.',
  'move/U12': '{host} closes before the handshake is complete: it sends FIN ({from} → {to}).',
  'move/U13': '{host} closes, but has data to send first: FIN waits until the connection is established.',
  'move/U14': '{host} aborts: it sends RST and forgets the connection ({from} → {to}).',
  'move/U15': '{host} sends data as far as the window of {peer} allows.',
  'move/U16': '{host} closes: it has no more to send, and says so with FIN behind all its data ({from} → {to}).',
  'move/U17': '{host} has already closed: it cannot send any more.',
  'move/U18': '{host} has closed its own direction and still receives: the connection is half-closed.',
  'move/U19': '{host} has already closed: no second FIN is sent.',
  'move/U20': '{host} reads what has arrived; nothing more will come, as {peer} has sent FIN.',
  'move/U21': '{host} closes too: it sends its own FIN and waits for the last ACK ({from} → {to}).',
  'move/U22': '{host} is closing: the call fails.',
  'move/U23': '{host} aborts while closing: it forgets the connection and sends nothing ({from} → {to}).',
  'move/U24': '{host} already has this connection: the call fails.',

  // A segment arrives in CLOSED, LISTEN, SYN-SENT (§3.10.7.1–3.10.7.3).
  'move/C01': '{host} has no connection and gets an RST: it ignores it.',
  'move/C02': '{host} has no connection and gets a segment without ACK: it answers with RST,ACK.',
  'move/C03': '{host} has no connection and gets a segment with ACK: it answers with RST.',
  'move/L01': '{host} is listening and gets an RST: it ignores it.',
  'move/L02': '{host} is listening and gets an ACK for something that it never sent: it answers with RST.',
  'move/L03': '{host} is listening and gets a SYN of another security level: it answers with RST.',
  'move/L04':
    "{host} was listening and gets a SYN: it notes {peer}'s ISN and will answer with SYN,ACK ({from} → {to}).",
  'move/L05': '{host} is listening and gets a segment that opens nothing: it drops it.',
  'move/S01': '{host} gets an RST that does not acknowledge its SYN: it drops it.',
  'move/S02': '{host} gets an ACK for something that it never sent: it answers with RST and goes on waiting.',
  'move/S03': '{host} gets an RST that acknowledges its SYN: the connection is refused ({from} → {to}).',
  'move/S04': '{host} gets an RST without ACK: that refuses nothing, and it goes on waiting.',
  'move/S05':
    "{host} gets SYN,ACK: its own SYN is acknowledged and it knows {peer}'s ISN; the connection is established on its side ({from} → {to}).",
  'move/S06':
    '{host} gets a SYN while its own is on the way: both open at once, and it will answer with SYN,ACK ({from} → {to}).',
  'move/S07': '{host} gets a segment without SYN before the handshake: it drops it and goes on waiting.',

  // A segment arrives in any other state (§3.10.7.4), by its eight checks.
  'move/S08': '{host} gets a segment of another security level before the handshake: it answers with RST.',
  'move/E10': '{host} gets an old timestamp: it drops the segment and acknowledges what it has.',
  'move/E11': '{host} gets an RST outside its window: it drops it.',
  'move/E12':
    '{host} gets a segment that its window does not take: it drops it and answers with an ACK of what it expects.',
  'move/E13': '{host} is waiting out an old connection and gets a new SYN.',
  'move/E14': '{host} gets a segment without the timestamps that were agreed: it drops it in silence.',
  'move/E20': '{host} gets an RST outside its window: it drops it.',
  'move/E21':
    '{host} gets an RST in its window that is not exactly the number it expects: it asks back with a challenge ACK.',
  'move/E22': '{host} gets an RST before the handshake is complete: it goes back to listening ({from} → {to}).',
  'move/E23': '{host} gets an RST during the simultaneous open: the connection is refused ({from} → {to}).',
  'move/E24': '{host} gets an RST with a number that it must believe: the connection is reset ({from} → {to}).',
  'move/E25': '{host} gets an RST while closing: it forgets the connection ({from} → {to}).',
  'move/E30': '{host} gets a segment of another security level: it answers with RST.',
  'move/E31': '{host} gets a segment of another security level: it resets the connection ({from} → {to}).',
  'move/E40': '{host} gets another SYN before the handshake is complete: it goes back to listening ({from} → {to}).',
  'move/E41': '{host} gets a SYN inside the connection: it asks back with a challenge ACK.',
  'move/E42': '{host} gets a SYN inside the connection: it resets the connection ({from} → {to}).',
  'move/E45':
    '{host} was waiting out the old connection and accepts a new one: it will answer with SYN,ACK ({from} → {to}).',
  'move/E46': '{host} gets a SYN in TIME-WAIT that may be old: it drops it in silence.',
  'move/E47': '{host} learns that the SYN was an old one: it goes on waiting out the old connection ({from} → {to}).',
  'move/E50': '{host} gets a segment without ACK: it drops it.',
  'move/E51': '{host} gets an ACK far older than anything in flight: it drops the segment and answers with an ACK.',
  'move/E52': '{host} gets the ACK of its SYN: the handshake is complete on its side too ({from} → {to}).',
  'move/E53': '{host} gets a wrong ACK before the handshake is complete: it answers with RST.',
  'move/E54': '{host} learns that {peer} has received what it sent.',
  'move/E55': '{host} gets an ACK that acknowledges nothing new.',
  'move/E56': '{host} gets an ACK for something that it never sent: it drops the segment and answers with an ACK.',
  'move/E57': "{host} notes {peer}'s window.",
  'move/E58': "{host} gets the ACK of its FIN: its direction is closed, and it waits for {peer}'s FIN ({from} → {to}).",
  'move/E59': '{host} gets the ACK of its FIN, after the FINs crossed: it waits 2 MSL ({from} → {to}).',
  'move/E60': '{host} gets the last ACK: the connection is over on its side ({from} → {to}).',
  'move/E61': '{host} gets the FIN again: it acknowledges it again and starts waiting 2 MSL anew.',
  'move/E65': '{host} notes that urgent data is on the way.',
  'move/E70': '{host} takes the data in and will acknowledge it.',
  'move/E71': '{host} ignores data that comes behind the FIN.',
  'move/E72': '{host} gets data that nobody will read: it resets the connection ({from} → {to}).',
  'move/E80': '{host} gets FIN: {peer} sends no more. {host} may still send until it closes too ({from} → {to}).',
  'move/E81': '{host} gets FIN while its own is not yet acknowledged: the FINs crossed ({from} → {to}).',
  'move/E82':
    '{host} gets FIN together with the ACK of its own: both directions are closed, and it waits 2 MSL ({from} → {to}).',
  'move/E83': '{host} gets FIN: both directions are closed. It will acknowledge it and waits 2 MSL ({from} → {to}).',
  'move/E84': '{host} gets the FIN again: it acknowledges it again.',
  'move/E85': '{host} gets the FIN again: it acknowledges it again and starts waiting 2 MSL anew.',
  'move/E86': '{host} gets a FIN that belongs to no connection: it ignores it.',

  // ICMP errors (§3.9.2.2).
  'move/I01': '{host} gets an ICMP error that does not end the connection: it notes it for its user and goes on.',
  'move/I02': '{host} gets an ICMP error that ends the connection: it aborts without a segment ({from} → {to}).',
  'move/I03': '{host} gets an ICMP Source Quench: it discards it.',
  'move/I04': '{host} gets an ICMP error and has no connection that it could be about: it ignores it.',

  // Timeouts (§3.10.8, §3.8.3).
  'move/T01': '{host} has waited too long for an ACK: it sends the oldest unacknowledged segment again.',
  'move/T02': '{host} has sent again several times: it tells its user that the path may be broken.',
  'move/T03': '{host} has sent again too many times: it gives the connection up ({from} → {to}).',
  'move/T04': "{host}'s user timeout has run out: the connection is given up ({from} → {to}).",
  'move/T05': '{host} has waited 2 MSL: no old segment can be on the way any more ({from} → {to}).',
  'move/T06': "{host} probes {peer}'s closed window.",
  'move/T07': '{host} has heard nothing for long: it asks {peer} for a sign of life.',
  'move/T08': "{host} has waited long for {peer}'s FIN: it gives up ({from} → {to}).",
  'move/T09': '{host} has held its ACK back as long as it may: it must go now.',
  'move/V01': 'Without a third segment, {host} takes the connection for open with its SYN,ACK ({from} → {to}).',
  'move/V02': 'Without TIME-WAIT, {host} forgets the connection with its last ACK ({from} → {to}).',
  'move/V03': '{host} closes together with its peer: its ACK and its FIN shall travel together.',
  'move/V04': '{host} gets an answer to something that it never asked: in this TCP it can only ignore it.',
} as const satisfies Table;
