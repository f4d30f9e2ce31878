from bot.intake.rate_limiter import RateLimiter

ANN, BOB = ("slack", "T1", "ann"), ("slack", "T1", "bob")


def test_who_asks_too_much_is_told_once_and_others_are_not_touched():
    limiter = RateLimiter(burst=3, seconds_each=2)
    assert [limiter.ask(ANN, now=100) for _ in range(6)] == ["yes", "yes", "yes", "tell", "no", "no"]
    assert limiter.ask(BOB, now=100) == "yes"


def test_room_comes_back_with_time_but_nobody_is_told_twice_in_a_minute():
    limiter = RateLimiter(burst=2, seconds_each=2)
    assert [limiter.ask(ANN, now=100 + second) for second in (0, 0, 1, 2, 3, 4)] == [
        *("yes", "yes"),
        *("tell", "yes", "no", "yes"),
    ]


def test_a_minute_of_questions_gets_one_notice_and_the_next_minute_another():
    limiter = RateLimiter(burst=2, seconds_each=2)
    verdicts = [limiter.ask(ANN, now=100 + place / 2) for place in range(124)]
    assert (verdicts[:122].count("tell"), verdicts[122:].count("tell")) == (1, 1)


def test_a_clock_that_jumps_back_takes_nothing_away():
    limiter = RateLimiter(burst=2, seconds_each=1)
    assert [limiter.ask(ANN, now=now) for now in (100, 50, 50)] == ["yes", "yes", "tell"]


def test_no_more_than_the_burst_is_saved_up():
    limiter = RateLimiter(burst=2, seconds_each=1)
    assert limiter.ask(ANN, now=0) == "yes"
    assert [limiter.ask(ANN, now=1000) for _ in range(3)] == ["yes", "yes", "tell"]
