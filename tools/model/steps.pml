/* The steps: each is what happens at one moment at one place. After its own, an office works until it must wait. */

/** Of the appends of one office the ledger sees one after the other, in the order sent. */
#define NEXT (O.f[0].line == THERE -> 0 : 1)
#define ONE_IS_THERE (O.f[0].line == THERE || O.f[1].line == THERE)

inline abandon(flight_) {
  isAbroad = 1;
  abroad.base = flight_.b.base; abroad.baseSeq = flight_.b.baseSeq; abroad.epoch = flight_.b.epoch;
  abroad.version = flight_.b.version; abroad.log = flight_.b.log; abroad.seq = flight_.b.seq;
  abroad.notBefore = flight_.b.notBefore; abroad.notAfter = flight_.b.notAfter;
  abroad.by = flight_.b.by; abroad.follows = flight_.b.follows
}

/** An append ends here: with the ledger's answer, or because its line broke. */
inline arrive(flight_, result_) {
  flight_.result = result_; flight_.line = 0; flight_.said = 0; O.hasLanded = 1
}

/** No answer to a question. */
inline goAway() {
  refuseAll();
  clearFlight(O.f[0]); clearFlight(O.f[1]); O.n = 0;
  clearSaid(); O.isReloadOfLocked = 0;
  O.question = 0; O.mode = AWAY; O.timers++
}

/** The ledger executes a question. */
inline execute() {
  if
  :: O.question == MISSING_SENT -> say(); O.question = MISSING_BACK
  :: O.question == LOAD_SENT -> say(); O.question = LOAD_BACK
  :: O.question == PROOF_SENT ->
    /* An append of nothing: everything before it is durable once it is. */
    O.saidResult = (L.log == O.log && L.seq == O.seq && L.epoch == O.epoch && L.version == O.version -> OK : CONFLICT);
    if
    :: O.saidResult == OK && isSafe -> L.by = 0; L.safe = L.seq; L.safeBy = 0
    :: O.saidResult == OK && !isSafe -> L.by = 0; O.saidResult = UNKNOWN
    :: else
    fi;
    O.question = PROOF_BACK
  :: O.question == LOCKED_SENT ->
    O.question = LOCKED_BACK;
    say();
    if
    :: MUST_RELOAD -> clearSaid(); O.saidResult = RELOAD
    :: else ->
      O.log = O.saidLog; O.seq = O.saidSeq; O.version = O.saidVersion;
      clearSaid();
      checkMap();
      lockedNow = 1
    fi
  fi
}

/** The answer to a question arrives. */
inline takeIn() {
  if
  :: O.question == MISSING_BACK -> catchUp()
  :: O.question == LOAD_BACK ->
    O.log = O.saidLog; O.seq = O.saidSeq; O.epoch = O.saidEpoch; O.version = O.saidVersion;
    if
    :: O.isReloadOfLocked -> O.isReloadOfLocked = 0; O.question = 0; O.mode = OPEN; clearSaid()
    :: else -> sortOut()
    fi
  :: O.question == PROOF_BACK -> if :: O.saidResult == OK -> sortOut() :: else -> goAway() fi
  :: O.question == LOCKED_BACK ->
    O.question = 0;
    if
    :: O.saidResult == RELOAD -> O.question = LOAD_SENT; O.isReloadOfLocked = 1
    :: O.saidResult == OK || O.saidResult == NOTHING -> O.f[0].result = O.saidResult; O.hasLanded = 1
    :: else ->
      O.skew = 0;
      putBack(true);
      clearFlight(O.f[0]); O.n = 0;
      O.mode = OPEN
    fi;
    clearSaid()
  fi
}

inline shut() {
  m = 0;
  do :: m < USERS -> if :: waitsAt[m] == id + 1 -> waitsAt[m] = 0 :: else fi; m++ :: else -> break od;
  clearFlight(O.f[0]); clearFlight(O.f[1]); O.n = 0;
  m = 0;
  do :: m < QUEUE -> O.waiting[m] = 0; m++ :: else -> break od;
  O.waitingCount = 0;
  clearSaid(); O.isReloadOfLocked = 0;
  O.mode = DOWN; O.question = 0; O.timers = 0; O.mustAsk = 0; O.isLocking = 0; O.skew = 0;
  O.hasNews = 0; O.newsLog = 0; O.newsSeq = 0; O.newsBase = 0;
  O.log = 0; O.seq = 0; O.epoch = 0; O.version = 0
}

#define IS_ASKED (O.question == MISSING_SENT || O.question == LOAD_SENT || O.question == PROOF_SENT || O.question == LOCKED_SENT)
#define WRITES (O.question == PROOF_SENT || O.question == LOCKED_SENT)
#define IS_WAITING (O.f[0].line != 0 || O.f[1].line != 0 || O.question != 0)

proctype BoxOffice(byte id) {
  byte x;
end:
  do
  :: atomic {
    if
    :: MAY_ASK(0) -> d_step { submit(0) }
    :: MAY_ASK(1) -> d_step { submit(1) }
#if USERS > 2
    :: MAY_ASK(2) -> d_step { submit(2) }
#endif
#if EXPIRES > 0
    :: expires > 0 && O.mode != DOWN && O.mode != STALLED && O.waitingCount < QUEUE && now > 0 ->
      d_step { STEP(clock_asks, id, 0); expires--; enqueue(EXPIRE, 3) }
#endif

    :: ONE_IS_THERE -> d_step {
        x = NEXT; STEP(ledger_records, id, x);
        append(O.f[x].b, true); O.f[x].line = BACK; O.f[x].said = verdict
      }
#if FAILOVERS > 0
    :: ONE_IS_THERE && faults > 0 -> d_step {
        x = NEXT; STEP(ledger_records_unsafely, id, x);
        faults--; append(O.f[x].b, false); O.f[x].line = BACK; O.f[x].said = (verdict == OK -> UNKNOWN : verdict)
      }
#endif
    :: O.f[0].line == BACK -> d_step { STEP(answer_arrives, id, 0); arrive(O.f[0], O.f[0].said) }
    :: O.f[1].line == BACK -> d_step { STEP(answer_arrives, id, 1); arrive(O.f[1], O.f[1].said) }
    :: faults > 0 && O.f[0].line == THERE -> d_step { STEP(request_is_lost, id, 0); faults--; arrive(O.f[0], UNKNOWN) }
    :: faults > 0 && O.f[1].line == THERE -> d_step { STEP(request_is_lost, id, 1); faults--; arrive(O.f[1], UNKNOWN) }
    :: faults > 0 && ONE_IS_THERE && !isAbroad && !ALONE -> d_step {
        x = NEXT; STEP(request_is_late, id, x); faults--; abandon(O.f[x]); arrive(O.f[x], UNKNOWN)
      }
    :: faults > 0 && O.f[0].line == BACK && O.f[0].said != UNKNOWN -> d_step {
        STEP(answer_is_lost, id, 0); faults--; arrive(O.f[0], UNKNOWN)
      }
    :: faults > 0 && O.f[1].line == BACK && O.f[1].said != UNKNOWN -> d_step {
        STEP(answer_is_lost, id, 1); faults--; arrive(O.f[1], UNKNOWN)
      }

    :: IS_ASKED -> d_step { STEP(ledger_answers, id, 0); isSafe = 1; execute() }
#if FAILOVERS > 0
    :: WRITES && faults > 0 -> d_step { STEP(ledger_answers_unsafely, id, 0); faults--; isSafe = 0; execute() }
#endif
    :: O.question != 0 && !IS_ASKED && O.saidResult != UNKNOWN -> d_step { STEP(said_arrives, id, 0); takeIn() }
    :: O.question != 0 && (IS_ASKED || O.question == PROOF_BACK || O.question == LOCKED_BACK) &&
      (faults > 0 || O.saidResult == UNKNOWN) -> d_step {
        STEP(question_is_lost, id, 0);
        if :: O.saidResult != UNKNOWN -> faults-- :: else fi;
        goAway()
      }
    :: patience > 0 && (O.mode == OPEN || O.mode == DRAINING || O.mode == ASKING) && IS_WAITING -> d_step {
        STEP(patience_ends, id, 0); patience--; O.mode = STALLED; refuseAll()
      }
    :: O.timers > 0 -> d_step { STEP(timer_rings, id, 0); O.timers--; O.mustAsk = 1 }

#if CRASHES > 0
    :: crashes > 0 && O.mode != DOWN -> d_step { STEP(office_crashes, id, 0); crashes--; shut() }
    :: crashes > 0 && O.mode != DOWN && ONE_IS_THERE && !isAbroad -> d_step {
        x = NEXT; STEP(office_crashes, id, 1); crashes--; abandon(O.f[x]); shut()
      }
    :: O.mode == DOWN -> d_step {
        STEP(office_opens, id, 0);
        O.mode = OPEN; O.log = L.log; O.seq = L.seq; O.epoch = L.epoch; O.version = L.version; O.mustAsk = 1
      }
#endif
#if NEWS > 0
    :: news > 0 && toldTo == id + 1 && O.mode != DOWN && !O.hasNews -> d_step {
        STEP(office_hears, id, 0);
        news--; O.hasNews = 1; O.newsLog = toldLog; O.newsSeq = toldSeq; O.newsBase = toldBase
      }
#endif
#if COMPARES > 0
    :: compares > 0 && O.mode != DOWN && !O.mustAsk -> d_step { STEP(office_compares, id, 0); compares--; O.mustAsk = 1 }
#endif
    :: settled == 1 && !O.isRefreshed && O.mode != DOWN -> d_step {
        STEP(office_compares, id, 0); O.isRefreshed = 1; O.mustAsk = 1
      }
    fi;
    d_step { work(); x = 0 }
  }
  od
}

#ifdef LOTS /* Drawn at random, time and calm would come first of all. */
#define MAY_PASS (asks + 2 * (now + 1) <= ASKS)
#define MAY_CALM (asks == 0 && now == MOMENTS)
#else
#define MAY_PASS (true)
#define MAY_CALM (true)
#endif

/** At rest everybody has an answer, nothing is under way, and all know the ledger's history. */
inline checkRest() {
  v = 0;
  do :: v < USERS -> assert(waitsAt[v] == 0); v++ :: else -> break od;
  v = 0;
  do
  :: v < OFFICES ->
    assert(office[v].mode == OPEN && office[v].waitingCount == 0 && office[v].n == 0 && !office[v].mustAsk);
    assert(office[v].log == L.log && office[v].seq == L.seq && office[v].epoch == L.epoch);
    v++
  :: else -> break
  od;
  v = 0
}

/** Who wants what: seat 1, seat 2, or any (2), a digit a user; or drawn. */
inline begin() {
#ifdef LOTS
  v = 0;
  do
  :: v < USERS -> if :: want[v] = 0 :: want[v] = 0 :: want[v] = 1 :: MOMENTS < 2 -> want[v] = ANY fi; printf("JARI want %d %d\n", v, want[v]); v++
  :: else -> break
  od;
  v = 0
#else
  want[0] = WANTS % 10; want[1] = (WANTS / 10) % 10;
#if USERS > 2
  want[2] = WANTS / 100;
#endif
#endif
}

/** Everything beside the offices. What may happen only so often is over once all is calm. */
active proctype World() {
  byte v;
  begin();
  run BoxOffice(0); run BoxOffice(1);
end:
  do
  :: isAbroad -> d_step {
      STEP(late_request_arrives, 0, 0);
      append(abroad, true); isAbroad = 0; clearBatch(abroad); printState()
    }
  :: now < MOMENTS && MAY_PASS -> d_step { STEP(time_passes, 0, 0); now++; printState() }
#if FAILOVERS > 0
  :: failovers > 0 && L.safe < L.seq -> d_step {
      STEP(standby_takes_over, L.safe, 0);
      failovers--; wasFailedOver = 1; L.seq = L.safe; L.log = PART(L.log, L.safe); L.by = L.safeBy; printState()
    }
#endif
#if RESTORES > 0
  :: restores > 0 && L.seq > L.earlier -> d_step {
      STEP(backup_is_restored, L.earlier, 0);
      restores--; wasRestored = 1; L.seq = L.earlier; L.log = PART(L.log, L.seq); L.safe = L.seq;
      L.by = L.earlierBy; L.safeBy = L.by; printState()
    }
#endif
#if EPOCHS > 0
  :: epochs > 0 -> d_step { STEP(epoch_begins, 0, 0); epochs--; L.epoch = 1; printState() }
#endif
#if SAVES > 0
  :: saves > 0 -> d_step { STEP(organiser_saves, 0, 0); saves--; L.version = 1; printState() }
#endif
#if SKEWS > 0
  :: skews > 0 && office[0].skew == 0 && office[0].mode != DOWN -> d_step { STEP(clock_runs_ahead, 0, 0); skews--; office[0].skew = 1 }
#endif
  :: !isCalm && MAY_CALM -> d_step {
      isCalm = 1; asks = 0; expires = 0; faults = 0; crashes = 0; patience = 0; news = 0; compares = 0; failovers = 0;
      restores = 0; epochs = 0; saves = 0; skews = 0; toldLog = 0; toldSeq = 0; toldBase = 0; toldTo = 0
    }
  :: timeout && isCalm && settled == 0 -> settled = 1
  :: timeout && settled == 1 -> d_step { checkRest(); settled = 2 }
  od
}
