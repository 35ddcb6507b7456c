/*
 * A box office: queue, up to two appends in flight, one question at a time, and its map of the hall. What the code
 * does in one go, between two awaits, is one step here. `O` is the office whose step it is.
 */
#define OPEN     0
#define DRAINING 1
#define ASKING   2
#define STALLED  3
#define AWAY     4
#define DOWN     5

#define HOLD    0
#define CONFIRM 1
#define ASSIGN  2
#define EXPIRE  3

/* A command in the queue: who | kind << 2 | moment of arrival << 4 | answered << 6 | proven << 7 */
#define WHO(p)         ((p) & 3)
#define KIND(p)        (((p) >> 2) & 3)
#define ARRIVED(p)     (((p) >> 4) & 3)
#define IS_ANSWERED(p) (((p) >> 6) & 1)
#define IS_PROVEN(p)   ((p) >> 7)
#define ANSWERED       64
#define PROVEN         128

/* Of a command in a proposal. */
#define DONE    1
#define REFUSED 2
#define REPLAY  3
#define IDLE    4 /* housekeeping that found nothing to do */
#define UNAVAILABLE 5

/* Where an append is: on its way there, answered and on its way back, or neither. */
#define THERE 1
#define BACK  2

typedef Flight {
  byte line; byte said; byte result; bit mustBeRecorded; bit wasRecorded;
  Batch b;
  byte count; byte pending[QUEUE]; byte outcome[QUEUE];
};

/* What is asked: sent, or executed and on its way back. */
#define MISSING_SENT 1
#define MISSING_BACK 2
#define LOAD_SENT    3
#define LOAD_BACK    4
#define PROOF_SENT   5
#define PROOF_BACK   6
#define LOCKED_SENT  7
#define LOCKED_BACK  8
#define RELOAD       9

typedef Office {
  byte mode; byte question;
  int log; byte seq; bit epoch; bit version;
  byte waiting[QUEUE]; byte waitingCount;
  Flight f[2]; byte n;
  bit mustAsk; bit isLocking; bit hasLanded; bit isRefreshed; bit isReloadOfLocked;
  byte timers;
  int saidLog; byte saidSeq; bit saidEpoch; bit saidVersion; byte saidResult;
  bit hasNews; int newsLog; byte newsSeq; byte newsBase;
  bit skew;
};
Office office[OFFICES];
#define O office[id]

byte stage[USERS];   /* 0 wants, 1 has been told of a hold, 2 is through */
byte waitsAt[USERS]; /* 0, or 1 + the office */
byte knownAt[USERS]; /* what the ledger had when a command arrived */

/* What an office told others, the last of it: the bus loses the rest. */
int toldLog; byte toldSeq; byte toldBase; byte toldTo;

hidden byte i; hidden byte j; hidden byte m; hidden byte p; hidden byte who; hidden byte what; hidden byte came; hidden byte here;
hidden int draft; hidden byte draftSeq; hidden byte nb; hidden byte na; hidden byte must; hidden byte provenCount;
hidden byte made; hidden byte makes[4]; hidden byte taken; hidden byte ask; hidden byte isOurs;
hidden byte lockedNow; hidden byte isSafe; hidden byte back[QUEUE]; hidden byte backCount; hidden byte isThere; hidden byte isReload;

/** Gives a command its one answer. */
inline give(pending_, told_) {
  if
  :: IS_ANSWERED(pending_) || KIND(pending_) == EXPIRE
  :: else ->
    who = WHO(pending_);
    assert(waitsAt[who] == id + 1);
    waitsAt[who] = 0;
    TOLD(who, told_);
    if
    :: told_ == DONE -> if :: KIND(pending_) == HOLD -> stage[who] = 1 :: else -> stage[who] = 2 fi
    :: told_ == REFUSED && KIND(pending_) != HOLD -> stage[who] = 2
    :: else
    fi
  fi;
  pending_ = pending_ | ANSWERED
}

/** Answers a proposal that is true now. A retry is answered from the change that its first sending made. */
inline answer(flight_) {
  readHistory(flight_.b.log, flight_.b.seq);
  m = 0;
  do
  :: m < flight_.count ->
    p = flight_.pending[m];
    what = flight_.outcome[m];
    if
    :: what == REFUSED && !IS_ANSWERED(p) ->
      /* No refusal from a draft that did not come about, nor from less than was recorded when its command came. */
      if
      :: wasRestored || wasFailedOver
      :: else ->
        assert(BEGINS(flight_.b.log, flight_.b.seq, L.log, L.seq));
        assert(!isOurs || flight_.b.seq >= knownAt[WHO(p)]);
        /* Whoever has bought with this key is not refused with it. */
        assert(KIND(p) == HOLD || keyUsed[WHO(p)] == 0)
      fi
    :: (what == DONE || what == REPLAY) && KIND(p) != EXPIRE && !IS_ANSWERED(p) ->
      /* What is acknowledged is in the ledger, and on the standby. */
      assert(wasRestored || (BEGINS(flight_.b.log, flight_.b.seq, L.log, L.seq) && flight_.b.seq <= L.safe));
      if
      :: (what == REPLAY || !isOurs) && KIND(p) != HOLD ->
        here = keyUsed[WHO(p)];
        if
        :: here > L.seq -> what = UNAVAILABLE
        :: else ->
          change = (L.log >> (6 * (here - 1))) & 63;
          if
          :: ((change & 3) == RESERVED || (change & 3) == ASSIGNED) && IS_OWN(change, p) ->
            /* Nobody is given another's ticket. */
            assert(((change >> 2) & 3) == WHO(p));
            what = DONE
          :: else -> what = UNAVAILABLE
          fi
        fi
      :: else -> what = DONE
      fi
    :: else
    fi;
    if :: KIND(p) != EXPIRE -> give(flight_.pending[m], what) :: else fi;
    m++
  :: else -> break
  od
}

/** Tells all who wait that the outcome is not known. */
inline refuseAll() {
  i = 0;
  do
  :: i < O.n ->
    m = 0;
    do :: m < O.f[i].count -> give(O.f[i].pending[m], UNAVAILABLE); m++ :: else -> break od;
    i++
  :: else -> break
  od;
  m = 0;
  do
  :: m < O.waitingCount -> give(O.waiting[m], UNAVAILABLE); O.waiting[m] = 0; m++
  :: else -> break
  od;
  O.waitingCount = 0
}

inline clearBatch(b_) {
  b_.base = 0; b_.baseSeq = 0; b_.epoch = 0; b_.version = 0; b_.log = 0; b_.seq = 0; b_.notBefore = 0; b_.notAfter = 0;
  b_.by = 0; b_.follows = 0
}

inline clearFlight(flight_) {
  flight_.line = 0; flight_.said = 0; flight_.result = 0; flight_.mustBeRecorded = 0; flight_.wasRecorded = 0; clearBatch(flight_.b);
  m = 0;
  do :: m < QUEUE -> flight_.pending[m] = 0; flight_.outcome[m] = 0; m++ :: else -> break od;
  flight_.count = 0
}

inline moveFlight() {
  O.f[0].line = O.f[1].line; O.f[0].said = O.f[1].said; O.f[0].result = O.f[1].result; O.f[0].mustBeRecorded = O.f[1].mustBeRecorded;
  O.f[0].b.base = O.f[1].b.base; O.f[0].b.baseSeq = O.f[1].b.baseSeq; O.f[0].b.epoch = O.f[1].b.epoch;
  O.f[0].b.version = O.f[1].b.version; O.f[0].b.log = O.f[1].b.log; O.f[0].b.seq = O.f[1].b.seq;
  O.f[0].b.notBefore = O.f[1].b.notBefore; O.f[0].b.notAfter = O.f[1].b.notAfter;
  O.f[0].b.by = O.f[1].b.by; O.f[0].b.follows = O.f[1].b.follows;
  m = 0;
  do
  :: m < QUEUE -> O.f[0].pending[m] = O.f[1].pending[m]; O.f[0].outcome[m] = O.f[1].outcome[m]; m++
  :: else -> break
  od;
  O.f[0].count = O.f[1].count
}

inline clearSaid() {
  O.saidLog = 0; O.saidSeq = 0; O.saidEpoch = 0; O.saidVersion = 0; O.saidResult = 0
}

/** Lets the unanswered of the flights whose `outcome_` fits wait at the head of the queue again. */
inline putBack(fits_) {
  backCount = 0;
  i = 0;
  do
  :: i < O.n ->
    m = 0;
    do
    :: m < O.f[i].count ->
      if
      :: (fits_) && !IS_ANSWERED(O.f[i].pending[m]) -> back[backCount] = O.f[i].pending[m]; backCount++
      :: else
      fi;
      m++
    :: else -> break
    od;
    i++
  :: else -> break
  od;
  m = 0;
  do :: m < O.waitingCount -> back[backCount] = O.waiting[m]; backCount++; m++ :: else -> break od;
  m = 0;
  do :: m < backCount -> O.waiting[m] = back[m]; m++ :: else -> break od;
  O.waitingCount = backCount
}

/** Is the map how the ledger's history began? Not after a history was lost, until it is noticed. */
inline checkMap() {
  assert(O.epoch != L.epoch || wasRestored || wasFailedOver || BEGINS(O.log, O.seq, L.log, L.seq))
}

/* Decides all that wait on top of `draft`, which becomes what the proposal would leave; O.f[O.n] has its commands. */
inline decide() {
  must = 0; provenCount = 0; nb = 0; na = NEVER; taken = 0;
  here = now + O.skew;
  do
  :: taken < O.waitingCount ->
    p = O.waiting[taken];
    who = WHO(p); came = (ARRIVED(p) > here -> here : ARRIVED(p)); what = REFUSED; made = 0;
    if :: IS_PROVEN(p) && provenCount == taken -> provenCount++ :: else fi;
    readHistory(draft, draftSeq);
    if
    :: KIND(p) == EXPIRE ->
      j = 0;
      do
      :: j < USERS ->
        if
        :: heldAt[j] != NONE && came > heldAt[j] ->
          makes[made] = EXPIRED | (j << 2) | (here << 4); made++;
          if :: nb <= heldAt[j] -> nb = heldAt[j] + 1 :: else fi
        :: else
        fi;
        j++
      :: else -> break
      od;
      if :: made > 0 -> what = DONE :: else -> what = IDLE fi
    :: KIND(p) != EXPIRE && HAS_USED_KEY(p) -> what = REPLAY
    :: KIND(p) == HOLD && !HAS_USED_KEY(p) ->
      j = want[who];
      if
      :: heldAt[who] != NONE && came <= heldAt[who] ->
        /* The own hold is valid, or is between its end and the end of its grace. */
        if
        :: here <= heldAt[who] + 1 -> what = DONE; if :: na > heldAt[who] + 1 -> na = heldAt[who] + 1 :: else fi
        :: else
        fi
      :: heldAt[who] != NONE && came > heldAt[who] ->
        /* It is over, and rests for as long as a hold lasts. */
        if
        :: here == heldAt[who] + 1
        :: else ->
          makes[0] = EXPIRED | (who << 2) | (here << 4); makes[1] = HELD | (who << 2) | (here << 4); made = 2;
          if :: nb <= heldAt[who] -> nb = heldAt[who] + 1 :: else fi;
          what = DONE
        fi
      :: heldAt[who] == NONE && seat[j] == 0 ->
        if
        :: lostAt[who] != NONE && here == lostAt[who] + 1
        :: else -> makes[0] = HELD | (who << 2) | (here << 4); made = 1; what = DONE
        fi
      :: heldAt[who] == NONE && seat[j] == 1 ->
        if
        :: came <= heldAt[owner[j]]
        :: else ->
          if
          :: lostAt[who] != NONE && here == lostAt[who] + 1
          :: else ->
            makes[0] = EXPIRED | (owner[j] << 2) | (here << 4); makes[1] = HELD | (who << 2) | (here << 4); made = 2;
            if :: nb <= heldAt[owner[j]] -> nb = heldAt[owner[j]] + 1 :: else fi;
            what = DONE
          fi
        fi
      :: else
      fi
    :: KIND(p) == CONFIRM && !HAS_USED_KEY(p) ->
      if
      :: heldAt[who] != NONE && came <= heldAt[who] && here <= heldAt[who] + 1 ->
        makes[0] = RESERVED | (who << 2) | (here << 4); made = 1; what = DONE;
        if :: na > heldAt[who] + 1 -> na = heldAt[who] + 1 :: else fi
      :: else
      fi
    :: KIND(p) == ASSIGN && !HAS_USED_KEY(p) ->
      j = 0;
      do :: j < SEATS && seat[j] != 0 -> j++ :: else -> break od;
      if
      :: j < SEATS && MAY_BE_ASSIGNED(who) ->
        makes[0] = ASSIGNED | (who << 2) | (j << 4) | (here << 5); made = 1; what = DONE
      :: else
      fi
    fi;
    m = 0;
    do
    :: m < made ->
      assert(draftSeq < LOG_MAX);
      draft = draft | (makes[m] << (6 * draftSeq)); draftSeq++; m++
    :: else -> break
    od;
    must = (must || what == DONE || what == REPLAY);
    O.f[O.n].pending[taken] = p;
    O.f[O.n].outcome[taken] = what;
    O.waiting[taken] = 0;
    taken++
  :: else -> break
  od;
  O.f[O.n].count = O.waitingCount;
  O.waitingCount = 0;
  O.f[O.n].b.log = draft; O.f[O.n].b.seq = draftSeq;
  O.f[O.n].b.notBefore = nb; O.f[O.n].b.notAfter = na;
  O.f[O.n].b.epoch = O.epoch; O.f[O.n].b.version = O.version;
  O.f[O.n].mustBeRecorded = must
}

/** Asks what is missing. The flights that are there have failed. */
inline startAsking() {
  if :: O.mode != STALLED -> O.mode = ASKING :: else fi;
  O.question = MISSING_SENT;
  O.mustAsk = 0;
  O.hasNews = 0; O.newsLog = 0; O.newsSeq = 0; O.newsBase = 0;
  m = 0;
  do :: m < O.waitingCount -> O.waiting[m] = O.waiting[m] | PROVEN; m++ :: else -> break od;
  i = 0;
  do
  :: i < O.n ->
    m = 0;
    do :: m < O.f[i].count -> O.f[i].pending[m] = O.f[i].pending[m] | PROVEN; m++ :: else -> break od;
    i++
  :: else -> break
  od
}
