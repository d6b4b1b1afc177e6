/*
 * The takeover protocol: latch, epoch, lease, store fence, failsafe, wrong eviction. See docs/architecture.md.
 *
 * Every step of an instance is interleaved with every step of the others and of the world, so a paused process, a slow network and a
 * late answer need no step of their own. One atomic step stands for one ZooKeeper multi or one critical section of the store's lock.
 * The world may at any time let a lease run out, end a session whose lease has run out (the lease is derived so that it ends first), cut
 * an instance off from ZooKeeper, and evict an instance that lives. An eviction may raise the epoch in the same transaction, by a heir
 * that knows the last epoch from ZooKeeper alone.
 *
 * Checked, by the names of the invariants in docs/architecture.md:
 *   1  a write is accepted only if no higher epoch's write was;
 *   2  every acknowledged write is in the store;
 *   3  a read returns no less than what had been acknowledged when it began.
 *
 * Each switch takes one safeguard away, and the check must then fail: NO_FENCE (writes do not compare epochs), NO_LEASE (answers from
 * memory need neither lease nor store), NO_QUIET (a successor changes types while an evicted one's lease may be alive), NO_TRACE (a successor
 * writes over the record of such a lease), BLIND_RETURN (a term goes on after an outage without a look at the epochs).
 */
#ifndef N
#define N 2
#endif
#ifndef TICKETS
#define TICKETS 4 /* joins of the queue in one run */
#endif
#ifndef EPOCHS
#define EPOCHS 3 /* terms in one run */
#endif
#ifndef WRITES
#define WRITES 2 /* accepted writes of each kind in one run */
#endif

/* ZooKeeper */
bool session[N], contact[N];
byte ticket[N];           /* own latch node, 0 for none */
byte nextTicket = 1;
byte zkEpoch;
byte leaseNode;           /* who holds a lease that was not given back: instance + 1, or SEVERAL, or 0 */
#define SEVERAL 255

/* The store */
byte storeEpoch;
byte writer;              /* instance + 1 that holds the write lock, or 0 */
byte entities, types;     /* number of changes in it */
byte lastWriter;          /* epoch of the last accepted write */

/* What clients were told */
byte entitiesAcked, typesAcked;

/* Instances */
byte term[N];             /* epoch in office, 0 for none */
bool lease[N], quiet[N];
byte cache[N];            /* types in memory */

inline first(i, answer) {
    answer = ticket[i] > 0;
    for (other : 0 .. N - 1) {
        answer = answer && (other == i || ticket[other] == 0 || ticket[other] > ticket[i])
    }
    other = 0
}

/* How many stand before i in the queue; one of them is in "other", N if there is none. */
inline ahead(i, number, one) {
    number = 0; one = N;
    for (each : 0 .. N - 1) {
        if
        :: each != i && ticket[each] > 0 && ticket[each] < ticket[i] -> number++; one = each
        :: else
        fi
    }
    each = 0
}

/* A holder that still waits for an earlier lease must not write over the only trace of it (NO_TRACE shows why). */
inline recordLease(i) {
    othersLease(i, yes);
#ifdef NO_TRACE
    leaseNode = i + 1
#else
    leaseNode = (quiet[i] && yes -> SEVERAL : i + 1)
#endif
}

inline othersLease(i, answer) {
    answer = false;
    for (other : 0 .. N - 1) { answer = answer || (other != i && lease[other]) }
    other = 0
}

/* Gives everything up that says "in office"; the latch node goes with it. */
inline stepDown(i) {
    term[i] = 0; lease[i] = false;
    if
    :: contact[i] && session[i] && ticket[i] > 0 -> ticket[i] = 0
    :: else
    fi
}

proctype Office(byte me) {
    byte epoch, other, each, number;
    bool yes;

    do
    /* A session, after the first one or in place of one that is over. What is in office stays so: failsafe. */
    :: atomic { contact[me] && !session[me] -> session[me] = true; ticket[me] = 0; lease[me] = false }

    :: atomic { contact[me] && session[me] && ticket[me] == 0 && term[me] == 0 && nextTicket <= TICKETS ->
            ticket[me] = nextTicket; nextTicket++ }

    /* Taking office: as the first of the queue, or as the second, who removes the first */
    :: atomic { contact[me] && session[me] && term[me] == 0 && ticket[me] > 0 && zkEpoch < EPOCHS -> ahead(me, number, other);
            if
            :: number == 0 ->
                zkEpoch = (zkEpoch > storeEpoch -> zkEpoch : storeEpoch) + 1;
                epoch = zkEpoch
            :: number == 1 ->
                ticket[other] = 0;
                zkEpoch++;
                epoch = zkEpoch
            :: number > 0 -> epoch = 0
            fi;
            quiet[me] = (epoch > 0 -> leaseNode != 0 && leaseNode != me + 1 : quiet[me]);
            number = 0; other = 0 };
        if
        :: epoch == 0
        :: else ->
            atomic {
                if
                :: epoch > storeEpoch ->
                    storeEpoch = epoch;
#ifndef NO_FENCE
                    writer = 0 /* waits for the write in flight (an earlier step of it) or breaks it off (here) */
#endif
                :: else -> epoch = 0
                fi };
            if
            :: epoch == 0
            :: else ->
                cache[me] = types;
                atomic {
                    if
                    :: contact[me] && session[me] && ticket[me] > 0 -> term[me] = epoch; lease[me] = true; recordLease(me)
                    :: else
                    fi;
                    epoch = 0 }
            fi
        fi

    /* Renewing the lease: one multi with a check of the own latch node */
    :: atomic { contact[me] && session[me] && term[me] > 0 && ticket[me] > 0 && !lease[me] -> first(me, yes);
            if
#ifdef BLIND_RETURN
            :: yes -> lease[me] = true; recordLease(me)
            :: else -> stepDown(me)
#else
            :: yes && zkEpoch == term[me] && storeEpoch == term[me] -> lease[me] = true; recordLease(me)
            :: else -> stepDown(me)
#endif
            fi }

    /* Its latch node was taken away, and it sees that. */
    :: atomic { contact[me] && session[me] && term[me] > 0 && ticket[me] == 0 ->
            if
            :: nextTicket <= TICKETS -> ticket[me] = nextTicket; nextTicket++ /* back from an outage: queue again, in office if first */
            :: stepDown(me)
            fi }

    /* A clean leave gives the lease back, whatever of the term is still under way: a write that was cut off at the deadline may be. */
    :: atomic { contact[me] && session[me] && term[me] > 0 && ticket[me] > 0 ->
            if
            :: leaseNode == me + 1 -> leaseNode = 0
            :: else
            fi;
            stepDown(me) }
    od
}

proctype Requests(byte me) {
    byte epoch, seen, other;
    bool yes, change;

    do
    /* A write, of an entity or of types: in one transaction of the store */
    :: atomic { term[me] > 0 && writer == 0 && entitiesAcked < WRITES && typesAcked < WRITES ->
            epoch = term[me];
            if
            :: change = false
            :: change = true; 
#ifndef NO_QUIET
               othersLease(me, yes);
               if
               :: quiet[me] && yes -> epoch = 0 /* held */
               :: else
               fi
#endif
            fi };
        atomic {
            if
            :: epoch == 0
#ifndef NO_FENCE
            :: epoch > 0 && writer == 0 && storeEpoch != epoch -> term[me] = (term[me] == epoch -> 0 : term[me]); epoch = 0
            :: epoch > 0 && writer == 0 && storeEpoch == epoch -> writer = me + 1
#else
            :: epoch > 0 && writer == 0 -> writer = me + 1
#endif
            fi };
        if
        :: epoch == 0
        :: else ->
            seen = (change -> types : entities);
            atomic {
                if
                :: writer == me + 1 ->
                    writer = 0;
                    assert(epoch >= lastWriter); /* 1 */
                    lastWriter = epoch;
                    if
                    :: change -> types = seen + 1
                    :: else -> entities = seen + 1
                    fi
                :: else -> epoch = 0 /* broken off by a claim */
                fi };
            atomic {
                if
                :: epoch == 0
                :: epoch > 0 && change -> cache[me] = types; typesAcked++; assert(types >= typesAcked) /* 2 */
                :: epoch > 0 && !change -> entitiesAcked++; assert(entities >= entitiesAcked) /* 2 */
                fi;
                epoch = 0; seen = 0; change = false }
        fi

    /* A read of types from memory, good with a lease before and after, else with the store's word afterwards */
    :: atomic { term[me] > 0 && typesAcked > 0 -> epoch = term[me]; other = typesAcked; yes = lease[me] };
        seen = cache[me];
        atomic {
#ifndef NO_LEASE
            if
            :: yes && lease[me] && term[me] == epoch -> assert(seen >= other) /* 3 */
            :: else ->
                if
                :: storeEpoch == epoch -> assert(seen >= other) /* 3 */
                :: else -> term[me] = (term[me] == epoch -> 0 : term[me])
                fi
            fi;
#else
            assert(seen >= other); /* 3 */
#endif
            epoch = 0; seen = 0; other = 0; yes = false }
    od
}

proctype World() {
    byte i;
    do
    :: atomic { select(i : 0 .. N - 1);
            if
            :: lease[i] -> lease[i] = false
            :: !lease[i] && session[i] -> session[i] = false; ticket[i] = 0
            :: contact[i] -> contact[i] = false
            :: !contact[i] -> contact[i] = true
            :: ticket[i] > 0 -> ticket[i] = 0 /* evicted, rightly or wrongly */
            fi;
            i = 0 }
    od
}

init {
    byte i;
    atomic {
        for (i : 0 .. N - 1) { contact[i] = true; session[i] = true; run Office(i); run Requests(i) }
        run World()
    }
}
