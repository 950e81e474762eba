/** The expressions of MongoDB 7.0 that are not offered; any other name that is not known is a mistake of the client. */
export const refusedExpressions: ReadonlySet<string> = new Set(
  [
    '$accumulator $acos $acosh $asin $asinh $atan $atan2 $atanh $binarySize $bitAnd $bitNot $bitOr $bitXor $bsonSize $cos $cosh',
    '$degreesToRadians $exp $function $indexOfBytes $ln $log $log10 $median $meta $percentile $radiansToDegrees $sampleRate',
    '$sin $sinh $tan $tanh $toHashedIndexKey $tsIncrement $tsSecond',
  ].flatMap((names) => names.split(' ')),
);
