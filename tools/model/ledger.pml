/*
 * The ledger: the only authority. A history is one number, six bits a change, so that two heads are equal exactly
 * when all changes before them are (as the chained hashes of the code are).
 *
 *   change = kind | user << 2 | moment << 4      ASSIGNED keeps its seat in the lower bit of the moment
 */
#define HELD     0
#define EXPIRED  1
#define RESERVED 2 /* what was held */
#define ASSIGNED 3 /* the first free seat, chosen for its user */

#define LOG_MAX  5
#define NONE     7
#define NEVER    7

/* How an append ended. */
#define OK        1
#define NOTHING   2
#define CONFLICT  3
#define TOO_EARLY 4
#define TOO_LATE  5
#define UNKNOWN   6

#define PART(log, seq) ((log) & ((1 << (6 * (seq))) - 1))
/** One history is how the other began. */
#define BEGINS(log, seq, longer, longerSeq) ((seq) <= (longerSeq) && PART(longer, seq) == (log))

typedef Ledger {
  int log;
  byte seq;
  byte safe;  /* so many changes are on the standby, too, and survive a failover */
  byte earlier; /* before the last batch: where a backup was made */
  /* Whose append was the last then, which is enough of its mark: 1 + the office, or 0 when it is one that nothing follows. */
  byte by; byte safeBy; byte earlierBy;
  bit epoch;
  bit version; /* of the event, as its organiser left it */
};
Ledger L;
byte now;         /* the ledger's clock, in lifetimes of a hold */
bit wasRestored;  /* an old backup was put back: what was acknowledged since is gone */
bit wasFailedOver;

byte want[USERS]; /* the seat that somebody wants to hold and buy, or ANY */
#define ANY 2

/* What follows from a history: scratch paper, written anew each time. */
hidden byte seat[SEATS];       /* 0 free, 1 held, 2 reserved */
hidden byte owner[SEATS];
hidden byte heldAt[USERS];     /* the moment of a user's hold, or NONE */
hidden byte lostAt[USERS];     /* the moment of the hold that a user lost last, or NONE */
hidden byte keyUsed[USERS];    /* the number of the change that a user's key has made, or 0 */
hidden byte effects[USERS];    /* how many seats a user's one key has bought */
hidden byte isLegal;            /* every change was possible where it stands */
hidden byte k; hidden byte kind; hidden byte user; hidden byte moment; hidden byte place; hidden int change;

inline readHistory(log_, seq_) {
  isLegal = 1; k = 0;
  do :: k < SEATS -> seat[k] = 0; owner[k] = NONE; k++ :: else -> break od;
  k = 0;
  do
  :: k < USERS -> heldAt[k] = NONE; lostAt[k] = NONE; keyUsed[k] = 0; effects[k] = 0; k++
  :: else -> break
  od;
  k = 0;
  do
  :: k < seq_ ->
    change = (log_ >> (6 * k)) & 63;
    kind = change & 3; user = (change >> 2) & 3; moment = (change >> 4) & 3;
    if :: kind == ASSIGNED -> place = moment & 1 :: else -> place = want[user] fi;
    if
    :: kind == HELD ->
      isLegal = (isLegal && seat[place] == 0 && heldAt[user] == NONE);
      seat[place] = 1; owner[place] = user; heldAt[user] = moment
    :: kind == EXPIRED ->
      isLegal = (isLegal && heldAt[user] != NONE && seat[place] == 1 && owner[place] == user);
      seat[place] = 0; owner[place] = NONE; lostAt[user] = heldAt[user]; heldAt[user] = NONE
    :: kind == RESERVED ->
      isLegal = (isLegal && heldAt[user] != NONE && seat[place] == 1 && owner[place] == user);
      seat[place] = 2; heldAt[user] = NONE; keyUsed[user] = k + 1; effects[user]++
    :: else ->
      isLegal = (isLegal && seat[place] == 0);
      seat[place] = 2; owner[place] = user; keyUsed[user] = k + 1; effects[user]++
    fi;
    k++
  :: else -> break
  od
}

/* A batch on its way: what it was decided on, what it leaves, and when it may be recorded. */
typedef Batch {
  int base; byte baseSeq; bit epoch; bit version;
  int log; byte seq;
  byte notBefore; byte notAfter;
  byte by;     /* 1 + the office that sends it */
  bit follows; /* decided while the one before it was on its way */
};

#ifdef NO_COMPARE
#define IS_WHERE_EXPECTED(b) (true)
#else
#ifdef NO_HEAD
#define IS_WHERE_EXPECTED(b) (L.seq == b.baseSeq && L.epoch == b.epoch && L.version == b.version)
#else
#ifdef NO_EPOCH
#define IS_WHERE_EXPECTED(b) (L.seq == b.baseSeq && L.log == b.base && L.version == b.version)
#else
#define IS_WHERE_EXPECTED(b) \
  (L.seq == b.baseSeq && L.log == b.base && L.epoch == b.epoch && L.version == b.version)
#endif
#endif
#endif

/* The same changes, and not the ones it was decided on: keys are no part of a history. */
#ifdef NO_COMPARE
#define IS_AFTER_ANOTHERS(b) (false)
#else
#define IS_AFTER_ANOTHERS(b) (b.follows && L.by != b.by)
#endif

#ifdef NO_NOT_BEFORE
#define IS_TOO_EARLY(b) (false)
#else
#define IS_TOO_EARLY(b) (now < b.notBefore)
#endif
#ifdef NO_NOT_AFTER
#define IS_TOO_LATE(b) (false)
#else
#define IS_TOO_LATE(b) (now > b.notAfter)
#endif

hidden byte verdict; hidden byte before; hidden byte countOfB; hidden int added;

/** One owner a seat, one effect a key, no held seat taken before its time by this clock; none confirmed long after. */
inline checkRecorded() {
  readHistory(L.log, L.seq);
  assert(isLegal);
  k = 0;
  do :: k < USERS -> assert(effects[k] <= 1); k++ :: else -> break od;
  readHistory(L.log, before);
  k = before;
  do
  :: k < L.seq ->
    change = (L.log >> (6 * k)) & 63;
    user = (change >> 2) & 3;
    if
    :: (change & 3) == EXPIRED -> assert(now > heldAt[user])
    :: (change & 3) == RESERVED -> assert(now <= heldAt[user] + 1)
    :: else
    fi;
    k++
  :: else -> break
  od
}

/** Records a batch or says why not. `safely_`: the standby has it as well when the answer goes out. */
inline append(batch_, safely_) {
  if
  :: !IS_WHERE_EXPECTED(batch_) || IS_AFTER_ANOTHERS(batch_) -> verdict = CONFLICT
  :: else ->
    if
    :: IS_TOO_EARLY(batch_) -> verdict = TOO_EARLY
    :: else ->
      if
      :: IS_TOO_LATE(batch_) -> verdict = TOO_LATE
      :: else ->
        verdict = OK;
        assert(L.epoch == batch_.epoch); /* nothing of another ledger's history is recorded here */
        countOfB = batch_.seq - batch_.baseSeq; before = L.seq;
        added = batch_.log >> (6 * batch_.baseSeq);
        assert(L.seq + countOfB <= LOG_MAX);
        L.log = L.log | (added << (6 * L.seq));
        L.seq = L.seq + countOfB;
#if RESTORES > 0
        if :: countOfB > 0 -> L.earlier = before; L.earlierBy = L.by :: else fi;
#endif
        L.by = batch_.by;
        if :: safely_ -> L.safe = L.seq; L.safeBy = L.by :: else fi;
        checkRecorded()
      fi
    fi
  fi
}
