from __future__ import annotations

from editor.core.sparks import Spark

TEXT = "the kettle 𝛑 and  the stair"


def test_that_a_spark_points_at_its_phrase_without_the_white_space_around_it() -> None:
    spark = Spark.at(7, TEXT, 10, 18)
    assert spark == Spark(7, 11, 16, "𝛑 and")
    assert TEXT[spark.start : spark.stop] == spark.phrase
    assert Spark.from_row(spark.as_row()) == spark


def test_that_white_space_alone_is_no_spark() -> None:
    assert Spark.at(7, TEXT, 16, 18) is None
    assert Spark.at(7, TEXT, 3, 3) is None
