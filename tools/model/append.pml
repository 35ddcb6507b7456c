/*
 * How a change gets into the ledger: two box offices, each with up to two appends in flight, one event, and everything
 * that may go wrong between them. README.md says which function of the code each step is, and what is left out.
 *
 * Settings (-D): USERS, WANTS, MOMENTS, ASKS, EXPIRES, FAULTS, STALLS, CRASHES, NEWS, COMPARES, FAILOVERS, RESTORES, EPOCHS,
 * SAVES, SKEWS: how often each may happen. ALONE: only one office is used, and knows it; its ledger is in its process, so
 * that no request is late. LOTS: who wants what is drawn. The mistakes that can be planted are listed in
 * configurations.ts.
 */
mtype = {
  user_asks, clock_asks, ledger_records, ledger_records_unsafely, answer_arrives, request_is_lost, request_is_late,
  answer_is_lost, ledger_answers, ledger_answers_unsafely, said_arrives, question_is_lost, patience_ends, timer_rings,
  office_crashes, office_opens, office_hears, office_compares, late_request_arrives, time_passes, standby_takes_over,
  backup_is_restored, epoch_begins, organiser_saves, clock_runs_ahead
};

#ifndef USERS
#define USERS 2
#endif
#define SEATS 2
#define OFFICES 2
#define QUEUE (USERS + EXPIRES)

/* Printed when a trail is followed or the model runs at random; the exhaustive search prints nothing. */
#define STEP(name, a, b)  printf("JARI step %e %d %d\n", name, a, b)
#define TOLD(u, t)        printf("JARI told %d %d\n", u, t)

#ifdef NO_KEY
#define HAS_USED_KEY(p) (false)
#else
#define HAS_USED_KEY(p) ((KIND(p) == CONFIRM || KIND(p) == ASSIGN) && keyUsed[WHO(p)] != 0)
#endif
#ifdef NO_KEY_AND_NO_LIMIT
#undef HAS_USED_KEY
#define HAS_USED_KEY(p) (false)
#define MAY_BE_ASSIGNED(u) (true)
#else
#define MAY_BE_ASSIGNED(u) (keyUsed[u] == 0)
#endif
#ifdef ANOTHERS_TICKET
#define IS_OWN(change, p) (true)
#else
#define IS_OWN(change, p) (((change >> 2) & 3) == WHO(p))
#endif

#include "ledger.pml"
#include "office.pml"

byte asks = ASKS; byte expires = EXPIRES; byte faults = FAULTS; byte crashes = CRASHES; byte news = NEWS;
byte patience = STALLS; byte compares = COMPARES; byte failovers = FAILOVERS; byte restores = RESTORES; byte epochs = EPOCHS; byte saves = SAVES;
byte skews = SKEWS;
bit isCalm;    /* nothing goes wrong any more, and nobody asks */
byte settled;  /* 1: all compare with the ledger a last time */

/* A batch whose sender has given it up, and which still arrives. */
bit isAbroad; Batch abroad;

inline printOffice(o_) {
  printf("JARI office %d %d %d %d %d %d %d %d %d %d %d %d\n", o_, office[o_].mode, office[o_].seq, office[o_].log,
    office[o_].epoch, office[o_].version, office[o_].waitingCount, office[o_].question, office[o_].n,
    office[o_].f[0].line, office[o_].f[1].line, office[o_].timers)
}
inline printState() {
  printf("JARI ledger %d %d %d %d %d\n", L.seq, L.log, L.epoch, L.version, now);
  printOffice(0); printOffice(1)
}

inline enqueue(what_, who_) {
  O.waiting[O.waitingCount] = who_ | (what_ << 2) | ((now + O.skew) << 4);
  O.waitingCount++
}

/** What a user wants next. */
inline submit(u) {
  asks--; waitsAt[u] = id + 1; knownAt[u] = L.seq;
  if :: want[u] == ANY -> ask = ASSIGN :: want[u] != ANY && stage[u] == 0 -> ask = HOLD :: else -> ask = CONFIRM fi;
  STEP(user_asks, id, u | (ask << 2));
  enqueue(ask, u)
}
#if ALONE
#define MAY_BE_USED (id == 0)
#else
#define MAY_BE_USED (true)
#endif
#define MAY_ASK(u) (MAY_BE_USED && asks > 0 && waitsAt[u] == 0 && stage[u] != 2 && (O.mode != DOWN && O.mode != STALLED))

inline toNews() {
  toldBase = O.f[0].b.baseSeq; toldLog = O.f[0].b.log; toldSeq = O.f[0].b.seq; toldTo = 1 + 1 - id
}

/** Settles what has ended, in the order sent. Sets O.n, the mode, and perhaps the next question. */
inline land() {
  O.hasLanded = 0;
  do
  :: O.n > 0 && (O.f[0].result == OK || O.f[0].result == NOTHING) ->
    O.log = O.f[0].b.log; O.seq = O.f[0].b.seq;
    checkMap();
#if NEWS > 0
    if :: O.seq > O.f[0].b.baseSeq -> toNews() :: else fi;
#endif
    isOurs = 1;
    answer(O.f[0]);
    if :: O.n == 2 -> moveFlight(); clearFlight(O.f[1]) :: else -> clearFlight(O.f[0]) fi;
    O.n--
  :: else -> break
  od;
  if
  :: O.n > 0 && O.f[0].result != 0 ->
    if :: O.mode == OPEN -> O.mode = DRAINING :: else fi;
    if :: O.n == 1 || O.f[1].result != 0 -> startAsking() :: else fi
  :: O.n == 0 && O.mode != OPEN ->
#ifdef STAYS_STALLED
    if :: O.mode != STALLED -> O.mode = OPEN :: else fi
#else
    O.mode = OPEN
#endif
  :: else
  fi
}

/** What this office sent before has a mark that nothing follows which it sends from now on. */
inline markAnew() {
  if :: isAbroad && abroad.by == id + 1 -> if :: L.by == abroad.by -> abroad.follows = 0 :: else fi; abroad.by = 0 :: else fi;
  if :: L.by == id + 1 -> L.by = 0 :: else fi;
  if :: L.safeBy == id + 1 -> L.safeBy = 0 :: else fi;
  if :: L.earlierBy == id + 1 -> L.earlierBy = 0 :: else fi
}

/** Decides what waits, on the map or on the draft of the append before, and sends it. */
inline send() {
  if
  :: O.isLocking && !lockedNow ->
    if :: O.n == 0 -> O.question = LOCKED_SENT; O.mode = ASKING :: else -> O.mustAsk = 1 fi
  :: else ->
    if
    :: O.n == 0 -> draft = O.log; draftSeq = O.seq; markAnew()
    :: else -> draft = O.f[0].b.log; draftSeq = O.f[0].b.seq
    fi;
    O.f[O.n].b.base = draft; O.f[O.n].b.baseSeq = draftSeq;
    O.f[O.n].b.by = id + 1; O.f[O.n].b.follows = (O.n != 0);
    decide();
#ifdef ONE_PROVES_ALL
    if :: provenCount > 0 -> provenCount = O.f[O.n].count :: else fi;
#endif
    if
    :: lockedNow ->
      lockedNow = 0;
      O.saidResult = NOTHING;
      if :: must -> append(O.f[0].b, isSafe); O.saidResult = (verdict == OK && !isSafe -> UNKNOWN : verdict) :: else fi;
      O.n = 1
    :: else ->
      if
#if !defined(REFUSALS_UNCHECKED) && !ALONE
      :: !must && provenCount < O.f[O.n].count ->
        /* Who came after the question waits for the next; those before are answered: nobody waits until nobody comes. */
        m = provenCount;
        do
        :: m < O.f[O.n].count ->
          O.waiting[O.waitingCount] = O.f[O.n].pending[m]; O.waitingCount++;
          O.f[O.n].pending[m] = 0; O.f[O.n].outcome[m] = 0;
          m++
        :: else -> break
        od;
        if
        :: provenCount == 0 -> clearFlight(O.f[O.n]); O.mustAsk = 1
        :: else -> O.f[O.n].count = provenCount; O.f[O.n].result = NOTHING; O.n++; land()
        fi
#endif
      :: else ->
        if
        :: must -> O.f[O.n].line = THERE; O.n++
        :: else ->
          O.f[O.n].result = NOTHING;
#ifdef SECOND_FIRST
          isOurs = 1; answer(O.f[O.n]);
#endif
          O.n++;
          land()
        fi
      fi
    fi
  fi
}

/** What is done at the end of a turn of the event loop. */
inline work() {
  if :: O.hasLanded -> land() :: else fi;
  if :: O.mode == AWAY && (O.waitingCount > 0 || O.hasNews || O.mustAsk) -> startAsking() :: else fi;
  if
  :: O.mode == OPEN && O.n == 0 && O.hasNews ->
    if
    :: O.newsSeq > O.seq ->
      if
      :: O.newsBase <= O.seq && PART(O.newsLog, O.seq) == O.log -> O.log = O.newsLog; O.seq = O.newsSeq; checkMap()
#ifdef GAP_IGNORED
      :: O.newsBase > O.seq ->
        O.log = O.log | ((O.newsLog >> (6 * O.newsBase)) << (6 * O.seq));
        O.seq = O.seq + O.newsSeq - O.newsBase;
        checkMap()
#endif
      :: else -> O.mustAsk = 1
      fi
    :: else
    fi;
    O.hasNews = 0; O.newsLog = 0; O.newsSeq = 0; O.newsBase = 0
  :: else
  fi;
  do
  :: lockedNow || (O.mode == OPEN && O.waitingCount > 0 && !O.mustAsk && !O.hasNews && O.n < 2) -> send()
  :: else -> break
  od;
  if :: O.mode == OPEN && O.mustAsk && O.n == 0 -> startAsking() :: else fi;
  printState()
}

/** An append that ended badly: what the ledger turned out to hold says what becomes of it. */
inline sortOut() {
  isThere = 0;
  i = 0;
  do :: i < O.n -> isThere = (isThere || O.f[i].wasRecorded); i++ :: else -> break od;
  if
#ifndef NO_PROOF
  :: isThere && O.question != PROOF_BACK -> O.question = PROOF_SENT
#endif
  :: else ->
    i = 0;
    do
    :: i < O.n ->
      if
      :: O.f[i].wasRecorded -> isOurs = (O.f[i].result == OK); answer(O.f[i])
      :: !O.f[i].wasRecorded && O.f[i].result == UNKNOWN ->
        m = 0;
        do :: m < O.f[i].count -> give(O.f[i].pending[m], UNAVAILABLE); m++ :: else -> break od
      :: else
      fi;
      if :: O.f[i].result == CONFLICT && !ALONE -> O.isLocking = 1 :: else fi;
      if :: O.f[i].result == TOO_EARLY || O.f[i].result == TOO_LATE -> O.skew = 0 :: else fi;
      i++
    :: else -> break
    od;
    putBack(!O.f[i].wasRecorded && O.f[i].result != UNKNOWN);
    clearFlight(O.f[0]); clearFlight(O.f[1]); O.n = 0;
    O.question = 0;
    O.mode = OPEN
  fi;
  clearSaid()
}

inline say() { O.saidLog = L.log; O.saidSeq = L.seq; O.saidEpoch = L.epoch; O.saidVersion = L.version }

#ifdef NO_FORK_CHECK
#define MUST_RELOAD (O.saidEpoch != O.epoch || O.saidSeq < O.seq)
#else
#define MUST_RELOAD (O.saidEpoch != O.epoch || !BEGINS(O.log, O.seq, O.saidLog, O.saidSeq))
#endif

/** The answer to what is missing has come. */
inline catchUp() {
  isReload = MUST_RELOAD;
  i = 0;
  do
  :: i < O.n ->
    m = O.f[i].b.seq > O.f[i].b.baseSeq;
#ifdef UNKNOWN_IS_RECORDED
    O.f[i].wasRecorded = (O.f[i].result == OK || O.f[i].result == UNKNOWN);
#else
    O.f[i].wasRecorded = (O.f[i].result == OK || (!isReload && O.f[i].result == UNKNOWN && m != 0 &&
      O.f[i].b.baseSeq >= O.seq && BEGINS(O.f[i].b.log, O.f[i].b.seq, O.saidLog, O.saidSeq)));
#endif
    i++
  :: else -> break
  od;
  if
  :: isReload -> O.question = LOAD_SENT; O.isReloadOfLocked = 0; clearSaid()
  :: else ->
    if
    :: O.saidSeq > O.seq ->
#if NEWS > 0
      /* What may be our own is passed on as our own. */
      if
      :: (O.n > 0 && O.f[0].result == UNKNOWN) || (O.n == 2 && O.f[1].result == UNKNOWN) ->
        toldBase = O.seq; toldLog = O.saidLog; toldSeq = O.saidSeq; toldTo = 1 + 1 - id
      :: else
      fi;
#endif
#ifdef NO_FORK_CHECK
      O.log = O.log | ((O.saidLog >> (6 * O.seq)) << (6 * O.seq)); O.seq = O.saidSeq
#else
      O.log = O.saidLog; O.seq = O.saidSeq
#endif
    :: else
    fi;
    O.version = O.saidVersion;
    checkMap();
    sortOut()
  fi
}

#include "steps.pml"
